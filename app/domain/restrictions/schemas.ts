import { z } from 'zod'
import type { Capability } from '#db/models/restrictions.ts'

export const CAPABILITIES = ['payments', 'payouts'] as const satisfies readonly Capability[]

export type { RestrictionAhead } from '#app/domain/restrictions/ahead.ts'
export type { ClosedBatch, HeldBatchFile } from '#app/domain/restrictions/read-held-batch.ts'
export type { UpcomingDay } from '#app/domain/restrictions/upcoming.ts'

/** What an officer may withhold by hand; `documents_overdue` is the sweep's alone. */
export const MANUAL_CAUSES = ['manual', 'fraud', 'asset_freeze'] as const

export const restrictManuallySchema = z.strictObject({
  accountId: z.uuid(),
  capabilities: z.array(z.enum(CAPABILITIES)).min(1, 'required'),
  cause: z.enum(MANUAL_CAUSES),
  /** For the record and the other officers; never shown to the merchant. */
  reason: z.string().trim().min(1, 'required').max(1000),
})
export type RestrictManually = z.output<typeof restrictManuallySchema>

export const liftManuallySchema = z.strictObject({
  accountId: z.uuid(),
  restrictionId: z.uuid(),
  reason: z.string().trim().min(1, 'required').max(1000),
})
export type LiftManually = z.output<typeof liftManuallySchema>

const note = z.string().trim().min(1, 'required').max(1000)

/** `version` and `accounts`: of the list as the officer has it on the screen; `typed`: its number, by hand. */
export const releaseBatchSchema = z.strictObject({
  batchId: z.uuid(),
  version: z.coerce.number().int().min(1),
  accounts: z.coerce.number().int().min(1),
  typed: z.coerce.number().int().min(1),
  note,
})
export type ReleaseBatch = z.output<typeof releaseBatchSchema>

export const dismissBatchSchema = z.strictObject({ batchId: z.uuid(), note })
export type DismissBatch = z.output<typeof dismissBatchSchema>

/** The two forms that end a held batch, told apart by the button. */
export const releaseBatchFormSchema = releaseBatchSchema.extend({ intent: z.literal('release') })
export const dismissBatchFormSchema = dismissBatchSchema.extend({ intent: z.literal('dismiss') })
export const batchActionSchema = z.discriminatedUnion('intent', [
  releaseBatchFormSchema,
  dismissBatchFormSchema,
])
