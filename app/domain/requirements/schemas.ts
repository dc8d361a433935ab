import { z } from 'zod'
import type { RequirementStatus } from '#db/models/requirements.ts'

export type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
export type { DueBucket } from '#app/domain/requirements/due-bucket.ts'
export type { LedgerLine } from '#app/domain/requirements/ledger-line.ts'
export type { ComingSuspension } from '#app/domain/requirements/suspension-day.ts'
export type { PaidAnswer } from '#app/domain/requirements/will-i-be-paid.ts'
export type { RequirementStatus } from '#db/models/requirements.ts'

export const REQUIREMENT_STATUSES = [
  'requested',
  'submitted',
  'in_review',
  'approved',
  'rejected',
  'waived',
  'cancelled',
] as const satisfies readonly RequirementStatus[]

/** An officer's own words are bounded as the database bounds them. */
export const MESSAGE_MAX_LENGTH = 2000
export const REASON_MAX_LENGTH = 500
/** More than this needs a second officer (compliance.md, "The deadline clock"). */
export const EXTENSION_MAX_DAYS = 30

const day = z.iso.date('field.date')
const reason = z.string().trim().min(1).max(REASON_MAX_LENGTH)

/** Without `deadline` the policy's own number of days holds; `null` asks without a date (due later). */
export const requestSchema = z.strictObject({
  accountId: z.uuid(),
  documentType: z.string().regex(/^[a-z_]{1,60}$/),
  subject: z.string().trim().max(200).optional(),
  message: z.string().trim().max(MESSAGE_MAX_LENGTH).optional(),
  /** Why a document that was accepted before no longer serves; the merchant reads it. */
  why: z.string().trim().max(REASON_MAX_LENGTH).optional(),
  deadline: day.nullable().optional(),
})
export type RequestRequirement = z.infer<typeof requestSchema>

export const closeSchema = z.strictObject({ requirementId: z.uuid(), reason })
export type CloseRequirement = z.infer<typeof closeSchema>

export const extendSchema = z.strictObject({
  requirementId: z.uuid(),
  days: z.coerce.number().int().min(1).max(EXTENSION_MAX_DAYS),
  reason,
  /** Lifts at once what is withheld for documents and rests on nothing overdue any more. */
  reinstate: z.boolean().optional(),
})
export type ExtendDeadline = z.infer<typeof extendSchema>

/** The most that two officers may give at once. */
export const LONG_EXTENSION_MAX_DAYS = 365

export const askExtensionSchema = extendSchema.extend({
  days: z.coerce.number().int().min(1).max(LONG_EXTENSION_MAX_DAYS),
})
export type AskExtension = z.infer<typeof askExtensionSchema>

export const decideExtensionSchema = z.strictObject({ extensionId: z.uuid(), note: reason })
export type DecideExtension = z.infer<typeof decideExtensionSchema>
