import type { Temporal } from 'temporal-polyfill'
import { startOfDay } from '#app/domain/calendar/paris.ts'
import { hasMember } from '#app/domain/mails/queue-mail.ts'
import { OVERDUE_AGAIN_DAYS } from '#app/domain/notices/digest-rule.ts'
import { acceptedNotices, NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'
import { isNoGround, NOT_LOOKED_AT, nextRung } from '#app/domain/notices/find-due.ts'
import type { Preview } from '#app/domain/notices/foresee.ts'
import { toldOn } from '#app/domain/notices/told-on.ts'
import {
  LADDER_OF_DAY,
  LADDERS,
  laddersOf,
  overdueBy,
  requirementsBy,
} from '#app/domain/policy/ladder-sql.ts'

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

/**
 * From `looked`, some marks: `facts`, a row for each that no restriction rests on, with its `PackedStanding`. A mark
 * whose next rung is still to come says all there is to know; the notices are read of the others alone, and of what
 * will be overdue.
 */
export const FACTS = `
  faced as (
    select f.*, f.days = ${NOT_LOOKED_AT} or f.days_left <= (cast(:next as integer[]))[f.days + 1] as is_reached,
      f.deadline_at < :horizon as is_overdue_soon
    from (select l.*, case when l.deadline_at < 'infinity' then
          cast(l.deadline_at at time zone 'Europe/Paris' as date) - cast(:today as date) end as days_left
        from looked l where ${isNoGround('l.requirement_id')}) f
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
