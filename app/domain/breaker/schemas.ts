import { z } from 'zod'

export type { ClosedBatch, HeldBatchFile } from '#app/domain/breaker/read-held-batch.ts'

const note = z.string().trim().min(1, 'required').max(1000)

/** `version` and `accounts`: of the list as the officer has it on the screen; `typed`: its number, by hand. */
const releaseBatchSchema = z.strictObject({
  batchId: z.uuid(),
  version: z.coerce.number().int().min(1),
  accounts: z.coerce.number().int().min(1),
  typed: z.coerce.number().int().min(1),
  note,
})
export type ReleaseBatch = z.output<typeof releaseBatchSchema>

const dismissBatchSchema = z.strictObject({ batchId: z.uuid(), note })
export type DismissBatch = z.output<typeof dismissBatchSchema>

/** The two forms that end a held batch, told apart by the button. */
export const releaseBatchFormSchema = releaseBatchSchema.extend({ intent: z.literal('release') })
export const dismissBatchFormSchema = dismissBatchSchema.extend({ intent: z.literal('dismiss') })
export const batchActionSchema = z.discriminatedUnion('intent', [
  releaseBatchFormSchema,
  dismissBatchFormSchema,
])
