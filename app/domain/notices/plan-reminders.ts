import type { Context } from '#app/domain/context.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { REACHED, type ReachedLadder } from '#app/domain/sweep/overdue.ts'
import { affected, rows } from '#db/client.ts'

/** The digest of one account for one day: everything that is due, nearest deadline first. */
export interface PlannedReminder {
  readonly accountId: string
  readonly accountName: string
  readonly requirementIds: readonly string[]
}

/**
 * Days without a notice after which an overdue requirement is told again, as long as fewer than two notices
 * reached anybody: nothing may be withheld on it before, so silence would leave it overdue for ever.
 */
export const OVERDUE_AGAIN_DAYS = 3

export interface ReminderDay {
  /** The instant whose day in Europe/Paris it is. */
  readonly at: Date
  readonly policy: Pick<PolicyRules, 'reminderDays'>
  /** What the same sweep withholds: its own notice speaks of that. Null where it withholds nothing. */
  readonly ladder: ReachedLadder | null
}

/**
 * The digests due on a day for these accounts, by account id. An account is written to when one of its requirements
 * - has reached a rung of the policy (the nearest of those passed: days of standing still give one notice for
 *   the present state) that no notice for this deadline spoke of, and that lies after the clock's last entry,
 *   of which the member was told already;
 * - or was never spoken of, because the fair clock stood still or the renewal of documents asked it; or not since
 *   it has a deadline;
 * - or is overdue without two accepted notices.
 * Quiet on Saturday and Sunday except on a deadline's own day, and where the account was written to that day.
 */
export async function planReminders(
  ctx: Pick<Context, 'db'>,
  day: ReminderDay,
  accountIds: readonly string[],
): Promise<PlannedReminder[]> {
  return rows<PlannedReminder>(ctx.db, REMINDERS, bindings(day, accountIds))
}

/**
 * Notes how far the open requirements of these accounts have been told, after their digests were written: what is
 * still due keeps its mark and is looked at again by the next sweep.
 */
export async function markTold(
  ctx: Pick<Context, 'db'>,
  day: ReminderDay,
  accountIds: readonly string[],
): Promise<void> {
  await affected(ctx.db, MARK, bindings(day, accountIds))
}

const bindings = ({ at, policy, ladder }: ReminderDay, accountIds: readonly string[]) => ({
  at,
  accountIds,
  rungs: policy.reminderDays,
  again: OVERDUE_AGAIN_DAYS,
  reach: ladder?.reach ?? '{}',
  latest: ladder?.latest ?? '-infinity',
})

const DUE = `
  with today as (
    select cast(cast(:at as timestamptz) at time zone 'Europe/Paris' as date) as day
  ), open as materialized (
    select q.id, q.account_id, q.deadline_at, today.day as today,
      cast(q.deadline_at at time zone 'Europe/Paris' as date) as deadline_day,
      cast(coalesce((select max(c.at) from clock_entries c where c.requirement_id = q.id), q.requested_at)
        at time zone 'Europe/Paris' as date) as clock_day
    from requirements q cross join today
    where q.status in ('requested', 'rejected') and q.account_id = any(cast(:accountIds as uuid[]))
  ), placed as (
    select o.*, (select min(r.days) from unnest(cast(:rungs as integer[])) as r (days)
      where r.days >= o.deadline_day - o.today) as rung
    from open o
  ), due as materialized (
    select p.id, p.account_id, p.deadline_day = p.today as last_day
    from placed p
    where not exists (select from open_grounds g where g.requirement_id = p.id)
      and not exists (select from restriction_obstacles(:at) o ${REACHED}
        where o.requirement_id = p.id and o.deadline_at < :latest and o.obstacle is null
          and (reached.payments or reached.payouts))
      and (
        not exists (select from notice_requirements nr join notices n on n.id = nr.notice_id
          where nr.requirement_id = p.id and n.kind in ('requested', 'reminder')
            and (nr.deadline_at is not null or p.deadline_at is null))
        or (p.rung is not null and p.deadline_day - p.rung > p.clock_day
          and not exists (select from notice_requirements nr
            where nr.requirement_id = p.id and nr.deadline_at = p.deadline_at and nr.days_before <= p.rung))
        or (p.deadline_at <= :at
          and (select count(*) from accepted_notices n where n.requirement_id = p.id and n.accepted_at <= :at) < 2
          and not exists (select from notice_requirements nr join notices n on n.id = nr.notice_id
            where nr.requirement_id = p.id and n.kind in ('requested', 'reminder') and n.day > p.today - cast(:again as integer)))
      )
  )`

const REMINDERS = `${DUE}
  select a.id as account_id, a.name as account_name,
    array(select q.id from requirements q
      where q.account_id = a.id and q.status in ('requested', 'rejected')
      order by q.deadline_at nulls last, q.requested_at, q.id) as requirement_ids
  from accounts a cross join today
    join (select account_id, bool_or(last_day) as last_day from due group by account_id) due on due.account_id = a.id
  where a.closed_at is null
    and (extract(isodow from today.day) < 6 or due.last_day)
    and exists (select from users u where u.account_id = a.id and u.role = 'member' and u.disabled_at is null)
    and not exists (select from notices n
      where n.account_id = a.id and n.day = today.day and n.kind in ('requested', 'reminder'))
  order by a.id`

/** The highest mark but "not looked at": no rung of any policy is that far from the deadline. */
const FARTHEST = 366

const MARK = `${DUE}
  update reminder_marks m set days = o.days
    from (select id, greatest(0, least(${FARTHEST}, coalesce(deadline_day - today, ${FARTHEST}))) as days from open) o
    where m.requirement_id = o.id and m.days > o.days and o.id not in (select id from due)`
