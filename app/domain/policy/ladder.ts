import type { Temporal } from 'temporal-polyfill'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { LOCAL_CALENDARS } from '#app/domain/calendar/holidays.ts'
import { endOfDay, parisDay, startOfDay } from '#app/domain/calendar/paris.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** A rung of the policy's ladder, counted from 0, and since when an overdue requirement stands on it. */
export interface LadderStep {
  readonly index: number
  readonly since: Date
  /** Everything withheld on this rung and those below it. */
  readonly withhold: readonly Capability[]
}

/**
 * The highest rung reached at `at` by a requirement whose deadline was the end of `deadlineDay`; null before the
 * first. A rung begins with the end of its last day in Europe/Paris; business days are those of the account's
 * département (compliance.md, the ladder).
 */
export function ladderStep(
  policy: Pick<PolicyRules, 'ladder'>,
  deadlineDay: Temporal.PlainDate,
  department: string | null,
  at: Date,
): LadderStep | null {
  let day = deadlineDay
  let reached = null as LadderStep | null
  for (const [index, { after, withhold }] of policy.ladder.entries()) {
    day = rungDay(day, after, department)
    const since = endOfDay(day)
    if (at < since) break
    reached = { index, since, withhold: [...new Set([...(reached?.withhold ?? []), ...withhold])] }
  }
  return reached
}

/** The last day before `capability` is withheld for a deadline on `deadlineDay`; null where the ladder never does. */
export function lastDayBefore(
  policy: Pick<PolicyRules, 'ladder'>,
  deadlineDay: Temporal.PlainDate,
  department: string | null,
  capability: Capability,
): Temporal.PlainDate | null {
  let day = deadlineDay
  for (const { after, withhold } of policy.ladder) {
    day = rungDay(day, after, department)
    if (withhold.includes(capability)) return day
  }
  return null
}

const rungDay = (
  day: Temporal.PlainDate,
  after: PolicyRules['ladder'][number]['after'],
  department: string | null,
): Temporal.PlainDate =>
  'businessDays' in after
    ? addBusinessDays(day, after.businessDays, department)
    : day.add({ days: after.days })

/** For each capability, the instant before which a deadline must lie for it to be withheld; null = it never is. */
export type Reach = Readonly<Record<Capability, Date | null>>

/** The key of `ladderReach` for every département without public holidays of its own. */
const NATIONAL = ''

/**
 * `ladderStep` turned round, for selection in sets: by calendar, which deadlines have reached the rungs at `at`. A
 * requirement is a ground for a capability when its deadline lies before the instant given. Keys are the codes of
 * départements with a calendar of their own, and the empty text for all others.
 */
export function ladderReach(
  policy: Pick<PolicyRules, 'ladder'>,
  at: Date,
  calendars: readonly string[] = [NATIONAL, ...LOCAL_CALENDARS],
): Record<string, Reach> {
  const last = { payments: 0, payouts: 0 }
  const reach: Record<string, Reach> = {}
  for (const department of calendars) {
    const before = (capability: Capability): Date | null => {
      if (!policy.ladder.some(({ withhold }) => withhold.includes(capability))) return null
      last[capability] = daysSinceReached(policy, capability, department, at, last[capability])
      return startOfDay(parisDay(at).subtract({ days: last[capability] - 1 }))
    }
    reach[department] = { payments: before('payments'), payouts: before('payouts') }
  }
  return reach
}

/**
 * How many days before `at` the last deadline lay that has reached a rung which withholds `capability`. A later
 * deadline never stands higher on the ladder, and calendars differ by days: the search begins where the last ended.
 */
function daysSinceReached(
  policy: Pick<PolicyRules, 'ladder'>,
  capability: Capability,
  department: string,
  at: Date,
  guess: number,
): number {
  const today = parisDay(at)
  const reaches = (daysAgo: number) => {
    const calendar = department === NATIONAL ? null : department
    const step = ladderStep(policy, today.subtract({ days: daysAgo }), calendar, at)
    return step?.withhold.includes(capability) ?? false
  }
  let reached = guess
  let tooLate = guess
  for (let stride = 1; !reaches(reached); stride *= 2) {
    tooLate = reached
    reached += stride
  }
  for (let stride = 1; reached === tooLate || reaches(tooLate); stride *= 2) {
    if (reached !== tooLate) reached = tooLate
    tooLate -= stride
  }
  while (reached - tooLate > 1) {
    const middle = Math.floor((reached + tooLate) / 2)
    if (reaches(middle)) reached = middle
    else tooLate = middle
  }
  return reached
}
