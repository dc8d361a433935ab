import { z } from 'zod'
import type { Capability } from '#db/models/restrictions.ts'

export const CAPABILITIES = ['payments', 'payouts'] as const satisfies readonly Capability[]

/** What an officer may withhold by hand; `documents_overdue` is the sweep's alone. */
export const MANUAL_CAUSES = ['manual', 'fraud', 'asset_freeze'] as const

/** For the record and the other officers; never shown to the merchant. */
const reason = z.string().trim().min(1, 'required').max(1000)

export const restrictManuallySchema = z.strictObject({
  accountId: z.uuid(),
  capabilities: z.array(z.enum(CAPABILITIES)).min(1, 'required'),
  cause: z.enum(MANUAL_CAUSES),
  reason,
})
export type RestrictManually = z.output<typeof restrictManuallySchema>

export const liftManuallySchema = z.strictObject({
  accountId: z.uuid(),
  restrictionId: z.uuid(),
  reason,
})
export type LiftManually = z.output<typeof liftManuallySchema>

/** So far ahead an examination may be put off: each year is looked at anew. */
export const EXAMINE_MAX_DAYS = 366

export const setExaminationSchema = z.strictObject({
  accountId: z.uuid(),
  /** The day as the officer saw it, `YYYY-MM-DD`: of two officers at once, the second is told. */
  seen: z.iso.date('field.date'),
  examineBy: z.iso.date('field.date'),
  reason,
})
export type SetExamination = z.output<typeof setExaminationSchema>
