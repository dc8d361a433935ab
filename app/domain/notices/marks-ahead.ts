import type { Temporal } from 'temporal-polyfill'
import { startOfDay } from '#app/domain/calendar/paris.ts'
import { isWeekend } from '#app/domain/notices/digest-rule.ts'
import { acceptedNotices, NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'
import { isNoGround, NOT_LOOKED_AT, nextRung } from '#app/domain/notices/find-due.ts'
import type { Preview } from '#app/domain/notices/foresee.ts'

/** Some marks, and the values that the condition names. */
export interface Marks {
  readonly sql: string
  readonly bindings: Readonly<Record<string, unknown>>
}

const startOf = (day: Temporal.PlainDate): string => startOfDay(day).toISOString()

/** By mark, the deadlines before which its next rung is reached by `day`. */
const untils = (rungs: readonly number[], day: Temporal.PlainDate): string[] =>
  Array.from({ length: NOT_LOOKED_AT + 1 }, (_, mark) => {
    if (mark === NOT_LOOKED_AT) return 'infinity'
    const next = nextRung(rungs, mark)
    return next === null ? '-infinity' : startOf(day.add({ days: next + 1 }))
  })

const UNTIL = 'm.deadline_at <= (cast(:untils as timestamptz[]))[m.days + 1]'

/** Overdue by `:day`, with too few notices to withhold anything. */
const UNTOLD = `m.deadline_at < :day
  and case when ${isNoGround('m.requirement_id')}
    then ${acceptedNotices('m.requirement_id', ':now')} < ${NOTICES_NEEDED} end`

/**
 * Everything of which a notice may leave by the last of the days: a rung is reached by then, or the deadline gone.
 * `oneIn`, a power of two: of the accounts only one in so many is looked at, whichever by its id.
 */
export function marksByTheEnd({ now, policy, days }: Preview, oneIn: number): Marks {
  const last = days[days.length - 1] as Temporal.PlainDate
  return {
    sql: `select m.* from reminder_marks m
      where uuid_hash(m.account_id) & cast(:others as integer) = 0 and (${UNTIL} or ${UNTOLD})`,
    bindings: {
      now,
      untils: untils(policy.rules.reminderDays, last),
      day: startOf(last),
      others: oneIn - 1,
    },
  }
}

/** Everything of which a notice may leave on one of the days: no account besides those need be foreseen. */
export function marksOn({ now, policy, days }: Preview, index: number): Marks {
  const rungs = policy.rules.reminderDays
  const [today, day] = [days[0] as Temporal.PlainDate, days[index] as Temporal.PlainDate]
  // What a quiet weekend kept back comes on its Monday.
  const quiet = isWeekend(day) || day.dayOfWeek === 1 ? day.subtract({ days: 2 }) : day
  const reached = rungs.map(
    (
      _,
      place,
    ) => `m.days > cast(:rung${place} as integer) and m.deadline_at >= cast(:since${place} as timestamptz)
      and m.deadline_at < cast(:until${place} as timestamptz)`,
  )
  return {
    sql: `select m.* from reminder_marks m where ${[UNTIL, UNTOLD, ...reached].join(' or ')}`,
    bindings: {
      now,
      untils: untils(rungs, today),
      day: startOf(day),
      ...Object.fromEntries(
        rungs.flatMap((rung, place) => [
          [`rung${place}`, rung],
          [`since${place}`, startOf(quiet.add({ days: rung }))],
          [`until${place}`, startOf(day.add({ days: rung + 1 }))],
        ]),
      ),
    },
  }
}

export const MARKS_OF_ACCOUNTS = `
  select m.* from requirements q join reminder_marks m on m.requirement_id = q.id
    where q.account_id = any(cast(:accountIds as uuid[])) and q.status in ('requested', 'rejected')`
