import type { Temporal } from 'temporal-polyfill'
import { startOfDay } from '#app/domain/calendar/paris.ts'
import { hasMember } from '#app/domain/mails/queue-mail.ts'
import { isWeekend, OVERDUE_AGAIN_DAYS } from '#app/domain/notices/digest-rule.ts'
import { acceptedNotices, NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'
import { NOT_LOOKED_AT, nextRung } from '#app/domain/notices/find-due.ts'
import type { PackedStanding, Preview } from '#app/domain/notices/foresee.ts'
import { toldOn } from '#app/domain/notices/told-on.ts'
import { LADDER_OF_DAY, LADDERS, laddersOf, overdueBy, requirementsBy } from '#app/domain/sweep/overdue.ts'

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
  and case when not exists (select from open_grounds g where g.requirement_id = m.requirement_id)
    then ${acceptedNotices('m.requirement_id', ':now')} < ${NOTICES_NEEDED} end`

/**
 * Everything of which a notice may leave by the last of the days: a rung is reached by then, or the deadline gone. As
 * CTEs: `plain`, of which the mark says all there is to know, packed as a number (`unpackPlain`), and `looked`, the
 * others. Marks of the same days and deadline say the same, so each such place is judged once, and of `plain` no more
 * is read than an index holds.
 */
export function marksByTheEnd({ now, policy, days }: Preview): Marks {
  const last = days[days.length - 1] as Temporal.PlainDate
  const ofPlace = 'm.days = p.days and m.deadline_at = p.deadline_at'
  return {
    sql: `
  places (days, deadline_at) as (
    (select m.days, m.deadline_at from reminder_marks m order by m.days, m.deadline_at limit 1)
    union all
    select n.* from places p cross join lateral (
      select m.days, m.deadline_at from reminder_marks m where (m.days, m.deadline_at) > (p.days, p.deadline_at)
       order by m.days, m.deadline_at limit 1) n
  ), judged as materialized (
    select m.*, ${UNTIL} as is_due, m.is_reached or m.is_overdue_soon as is_special from (${faced('select * from places')}) m
  ), plain as (
    select m.requirement_id, m.account_id, p.days_left * ${PLACES_APART} + p.days as plain
    from judged p cross join lateral (
      select m.requirement_id, m.account_id from reminder_marks m where ${ofPlace} offset 0) m
    where p.is_due and not p.is_special
      and not exists (select from open_grounds g where g.requirement_id = m.requirement_id)
  ), looked as materialized (
    select m.* from judged p cross join lateral (select m.* from reminder_marks m where ${ofPlace} offset 0) m
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

export const situationBindings = ({ now, policy, days }: Preview) => {
  const rungs = policy.rules.reminderDays
  const [today] = days as [Temporal.PlainDate]
  return {
    now,
    today: today.toString(),
    again: OVERDUE_AGAIN_DAYS,
    horizon: startOfDay(today.add({ days: days.length })),
    /** By mark. */
    next: Array.from({ length: NOT_LOOKED_AT + 1 }, (_, mark) => nextRung(rungs, mark)),
    ladders: laddersOf(policy, [now, ...days.slice(1).map(startOfDay)]),
  }
}

/** SQL: rows with the days and deadline of a mark, and what follows from those alone. */
const faced = (marks: string) => `
  select f.*, f.days = ${NOT_LOOKED_AT} or f.days_left <= (cast(:next as integer[]))[f.days + 1] as is_reached,
    f.deadline_at < :horizon as is_overdue_soon
  from (select l.*, case when l.deadline_at < 'infinity' then
        cast(l.deadline_at at time zone 'Europe/Paris' as date) - cast(:today as date) end as days_left
    from (${marks}) l) f`

/**
 * From `looked`, some marks: `facts`, a row for each that no restriction rests on, with its `PackedStanding`. A mark
 * whose next rung is still to come says all there is to know; the notices are read of the others alone, and of what
 * will be overdue.
 */
export const FACTS = `
  faced as (${faced(`select l.* from looked l
    where not exists (select from open_grounds g where g.requirement_id = l.requirement_id)`)}
  ), facts as (
    select f.requirement_id, f.account_id, cast(array[
      f.days_left,
      case when f.is_reached then least(
          (select coalesce(min(nr.days_before), ${NOT_LOOKED_AT}) from notice_requirements nr
            where nr.requirement_id = f.requirement_id and nr.deadline_at = f.deadline_at),
          f.days_left + cast(:today as date) - (select cast(coalesce(
              (select max(c.at) from clock_entries c where c.requirement_id = q.id), q.requested_at)
              at time zone 'Europe/Paris' as date)
            from requirements q where q.id = f.requirement_id))
        else f.days end,
      case when f.is_reached and not exists (select from notice_requirements nr join notices n on n.id = nr.notice_id
          where nr.requirement_id = f.requirement_id and n.kind in ('requested', 'reminder')
            and (nr.deadline_at is not null or f.deadline_at = 'infinity'))
        then 1 else 0 end,
      case when f.is_overdue_soon then ${acceptedNotices('f.requirement_id', ':now')} else ${NOTICES_NEEDED} end,
      case when f.is_overdue_soon then (select least(cast(:today as date) - max(n.day), cast(:again as integer))
          from notice_requirements nr join notices n on n.id = nr.notice_id
          where nr.requirement_id = f.requirement_id and n.kind in ('requested', 'reminder')) end,
      case when f.is_reached and f.is_overdue_soon then (select min(d.day) from ${LADDERS}
          cross join lateral (select reached.* from ${requirementsBy(LADDER_OF_DAY)}
            where o.requirement_id = f.requirement_id and ${overdueBy(LADDER_OF_DAY)} offset 0) reached
          where reached.payments or reached.payouts) end
    ] as smallint[]) as fact
    from faced f
  )`

/** SQL: whether an account was written to today already. */
export const toldToday = (accountId: string) => toldOn(accountId, 'cast(:today as date)')

/** SQL: whether digests of an account have anywhere to go. */
export const canBeTold = (accountId: string) => `${hasMember(accountId)}
  and not exists (select from accounts c where c.id = ${accountId} and c.closed_at is not null)`
