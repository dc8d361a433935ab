import { z } from 'zod'
import { reasonSchema } from '#app/domain/requirements/schemas.ts'

/** More than this needs a second officer (compliance.md, "The deadline clock"). */
export const EXTENSION_MAX_DAYS = 30

export const extendSchema = z.strictObject({
  requirementId: z.uuid(),
  days: z.coerce.number().int().min(1).max(EXTENSION_MAX_DAYS),
  reason: reasonSchema,
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

export const decideExtensionSchema = z.strictObject({ extensionId: z.uuid(), note: reasonSchema })
export type DecideExtension = z.infer<typeof decideExtensionSchema>
