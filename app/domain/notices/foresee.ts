import type { Temporal } from 'temporal-polyfill'
import { daysAhead } from '#app/domain/calendar/days-ahead.ts'
import type { Context } from '#app/domain/context.ts'
import { type DigestStanding, foreseeDigests, isWeekend } from '#app/domain/notices/digest-rule.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'

/** What the digests of some days are foreseen from. */
export interface Preview {
  readonly now: Date
  readonly policy: CurrentPolicy
  /** From the day of `now` on, without a gap. */
  readonly days: readonly Temporal.PlainDate[]
}

/** What decides on the digests of one account. */
export interface Situation {
  readonly toldToday: boolean
  readonly requirements: readonly PackedStanding[]
}

/** A `DigestStanding` as an array of PostgreSQL: small, and fast to compare where a million are. `isNew` is 1 or 0. */
export type PackedStanding = readonly [
  left: number | null,
  mark: number,
  isNew: number,
  accepted: number,
  silent: number | null,
  withheldFrom: number | null,
]

const unpack = ([left, mark, isNew, accepted, silent, withheldFrom]: PackedStanding): DigestStanding => ({
  ...{ left, mark, isNew: isNew === 1, accepted, silent, withheldFrom },
})

/** The next seven days, with what is in force now. */
export async function previewOf(ctx: Context): Promise<Preview> {
  const now = ctx.clock.now()
  return { now, policy: await currentPolicy(ctx), days: daysAhead(now) }
}

/** What leaves of an account on each of the days, and why; null where nothing does. */
export const foresee = ({ policy, days }: Preview, { toldToday, requirements }: Situation) =>
  foreseeDigests(requirements.map(unpack), policy.rules.reminderDays, days.map(isWeekend), toldToday)
