import type { Temporal } from 'temporal-polyfill'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { LOCAL_CALENDARS } from '#app/domain/calendar/holidays.ts'
import { endOfDay, parisDay, startOfDay } from '#app/domain/calendar/paris.ts'
import type { PolicyRules } from '#app/domain/restrictions/policy.ts'
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
  department: string,
  at: Date,
): LadderStep | null {
  let day = deadlineDay
  let reached = null as LadderStep | null
  for (const [index, { after, withhold }] of policy.ladder.entries()) {
    day =
      'businessDays' in after
        ? addBusinessDays(day, after.businessDays, department)
        : day.add({ days: after.days })
    const since = endOfDay(day)
    if (at < since) break
    reached = { index, since, withhold: [...new Set([...(reached?.withhold ?? []), ...withhold])] }
  }
  return reached
}

/** For each capability, the instant before which a deadline must lie for it to be withheld; null = it never is. */
export type Reach = Readonly<Record<Capability, Date | null>>

/** The key of `ladderReach` for every département without public holidays of its own. */
const NATIONAL = ''

/**
 * `ladderStep` turned round, for selection in sets: by calendar, which deadlines have reached the rungs at `at`. A
 * requirement is a ground for a capability when its deadline lies before the instant given. Keys are the codes of
 * départements with a calendar of their own, and the empty text for all others.
 */
export function ladderReach(policy: Pick<PolicyRules, 'ladder'>, at: Date): Record<string, Reach> {
  return Object.fromEntries(
    [NATIONAL, ...LOCAL_CALENDARS].map((department) => [
      department,
      {
        payments: before(policy, 'payments', department, at),
        payouts: before(policy, 'payouts', department, at),
      },
    ]),
  )
}

function before(
  policy: Pick<PolicyRules, 'ladder'>,
  capability: Capability,
  department: string,
  at: Date,
): Date | null {
  if (!policy.ladder.some(({ withhold }) => withhold.includes(capability))) return null
  const today = parisDay(at)
  const reaches = (daysAgo: number) => {
    const step = ladderStep(policy, today.subtract({ days: daysAgo }), department, at)
    return step?.withhold.includes(capability) ?? false
  }
  // A later deadline never stands higher on the ladder: the last day that does is found by halving.
  let reached = 1
  while (!reaches(reached)) reached *= 2
  let tooLate = -1
  while (reached - tooLate > 1) {
    const middle = Math.floor((reached + tooLate) / 2)
    if (reaches(middle)) reached = middle
    else tooLate = middle
  }
  return startOfDay(today.subtract({ days: reached - 1 }))
}
