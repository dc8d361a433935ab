import { z } from 'zod'

/** An officer's own words are bounded as the database bounds them. */
export const MESSAGE_MAX_LENGTH = 2000
export const REASON_MAX_LENGTH = 500

/** Why an officer does this, in words of their own. */
export const reasonSchema = z.string().trim().min(1).max(REASON_MAX_LENGTH)

/** Without `deadline` the policy's own number of days holds; `null` asks without a date (due later). */
export const requestSchema = z.strictObject({
  accountId: z.uuid(),
  documentType: z.string().regex(/^[a-z_]{1,60}$/),
  subject: z.string().trim().max(200).optional(),
  message: z.string().trim().max(MESSAGE_MAX_LENGTH).optional(),
  /** Why a document that was accepted before no longer serves; the merchant reads it. */
  why: z.string().trim().max(REASON_MAX_LENGTH).optional(),
  deadline: z.iso.date('field.date').nullable().optional(),
})
export type RequestRequirement = z.infer<typeof requestSchema>

export const closeSchema = z.strictObject({ requirementId: z.uuid(), reason: reasonSchema })
export type CloseRequirement = z.infer<typeof closeSchema>
