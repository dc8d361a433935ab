import type { Temporal } from 'temporal-polyfill'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { endOfDay } from '#app/domain/calendar/paris.ts'
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
