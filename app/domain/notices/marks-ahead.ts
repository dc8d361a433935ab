import type { Temporal } from 'temporal-polyfill'
import { startOfDay } from '#app/domain/calendar/paris.ts'
import { isWeekend } from '#app/domain/notices/digest-rule.ts'
import { acceptedNotices, NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'
import { isNoGround, NOT_LOOKED_AT, nextRung } from '#app/domain/notices/find-due.ts'
import type { PackedStanding, Preview } from '#app/domain/notices/foresee.ts'
import { faced } from '#app/domain/notices/situations.ts'

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
 * Each pair of days and deadline that marks have, found by leaps along their index, from one to the next. `select
 * distinct` says the same, and takes as long as all the rest: it reads every mark (PostgreSQL wiki, "Loose indexscan").
 */
const PLACES = `
  places (days, deadline_at) as (
    (select m.days, m.deadline_at from reminder_marks m order by m.days, m.deadline_at limit 1)
    union all
    select n.* from places p cross join lateral (
      select m.days, m.deadline_at from reminder_marks m where (m.days, m.deadline_at) > (p.days, p.deadline_at)
       order by m.days, m.deadline_at limit 1) n
  )`

const IN_PLACE = 'm.days = p.days and m.deadline_at = p.deadline_at'

/**
 * Everything of which a notice may leave by the last of the days: a rung is reached by then, or the deadline gone. As
 * recursive CTEs: `plain`, of which the mark says all there is to know, packed as a number (`unpackPlain`), and
 * `looked`, the others. Marks in the same place say the same, so each place is judged once, and of `plain` no more is
 * read than an index holds.
 */
export function marksByTheEnd({ now, policy, days }: Preview): Marks {
  const last = days[days.length - 1] as Temporal.PlainDate
  return {
    sql: `${PLACES}, judged as materialized (
    select m.*, ${UNTIL} as is_due, m.is_reached or m.is_overdue_soon as is_special from (${faced('select * from places')}) m
  ), plain as (
    select m.requirement_id, m.account_id, p.days_left * ${PLACES_APART} + p.days as plain
    from judged p cross join lateral (
      select m.requirement_id, m.account_id from reminder_marks m where ${IN_PLACE} offset 0) m
    where p.is_due and not p.is_special and ${isNoGround('m.requirement_id')}
  ), looked as materialized (
    select m.* from judged p cross join lateral (select m.* from reminder_marks m where ${IN_PLACE} offset 0) m
    where p.is_special and (p.is_due or ${UNTOLD})
  )`,
    bindings: { now, untils: untils(policy.rules.reminderDays, last), day: startOf(last) },
  }
}

/** More than any mark. */
const PLACES_APART = 1_000

/** The standing of a requirement that no notice is due for yet, and that is not overdue within the days. */
export const unpackPlain = (plain: number): PackedStanding => [
  Math.floor(plain / PLACES_APART),
  plain % PLACES_APART,
  ...([0, NOTICES_NEEDED, null, null] as const),
]

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
