import type { Context } from '#app/domain/context.ts'
import { hasMember } from '#app/domain/mails/queue-mail.ts'
import { type DigestFacts, type DigestRequirement, decideDigest } from '#app/domain/notices/decide-digest.ts'
import { NOT_LOOKED_AT } from '#app/domain/notices/find-due.ts'
import { toldOn } from '#app/domain/notices/told-on.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { REACHED, type ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { affected, rows } from '#db/client.ts'

/** The digest of one account for one day: everything that is due, nearest deadline first. */
export interface PlannedReminder {
  readonly accountId: string
  readonly accountName: string
  readonly requirementIds: readonly string[]
}

/** An account that was looked at: what would be said of it, and what decided that. */
export interface LookedAt extends Omit<PlannedReminder, 'requirementIds'> {
  /** Null where nothing is due, the day is quiet, or it may not be written to. */
  readonly requirementIds: readonly string[] | null
  /** Requirements for which a digest is due, on this day or the next that is not quiet. */
  readonly due: readonly string[]
  readonly facts: DigestFacts
}

export interface ReminderDay {
  /** The instant whose day in Europe/Paris it is. */
  readonly at: Date
  readonly policy: CurrentPolicy
  /** What the same sweep withholds: its own notice speaks of that. Null where it withholds nothing. */
  readonly ladder: ReachedLadder | null
}

/**
 * Looks at these accounts for the digest of a day (`decideDigest`), by account id. Not to be written to is who was
 * already that day, an account that is closed, and one without a member.
 */
export async function planReminders(
  ctx: Pick<Context, 'db'>,
  { at, policy, ladder }: ReminderDay,
  accountIds: readonly string[],
): Promise<LookedAt[]> {
  const found = await rows<Found>(ctx.db, FACTS, {
    at,
    accountIds,
    reach: ladder?.reach ?? '{}',
    latest: ladder?.latest ?? '-infinity',
  })
  return found.map(({ mayBeWritten, requirements, ...account }) => {
    const facts = { at: at.toISOString(), requirements }
    const { due, lists } = decideDigest(facts, policy.rules.reminderDays)
    return { ...account, facts, due, requirementIds: mayBeWritten ? lists : null }
  })
}

interface Found {
  accountId: string
  accountName: string
  mayBeWritten: boolean
  requirements: DigestRequirement[]
}

const FACTS = `
  with today as (
    select cast(cast(:at as timestamptz) at time zone 'Europe/Paris' as date) as day
  ), open as materialized (
    select q.account_id, jsonb_agg(jsonb_build_object('requirementId', q.id, 'requestedAt', iso_instant(q.requested_at),
        'deadlineAt', iso_instant(q.deadline_at),
        'clockAt', iso_instant(coalesce((select max(c.at) from clock_entries c where c.requirement_id = q.id), q.requested_at)),
        'hasOwnNotice', exists (select from open_grounds g where g.requirement_id = q.id)
          or exists (select from restriction_obstacles(:at) o ${REACHED}
            where o.requirement_id = q.id and o.deadline_at < :latest and o.obstacle is null
              and (reached.payments or reached.payouts)),
        'notices', (select coalesce(jsonb_agg(jsonb_build_object('noticeId', n.id, 'day', n.day,
            'daysBefore', nr.days_before, 'deadlineAt', iso_instant(nr.deadline_at),
            'acceptedAt', (select iso_instant(min(m.sent_at)) from notice_mails nm join mails m on m.id = nm.mail_id
              where nm.notice_id = n.id and m.status = 'sent')) order by n.created_at, n.id), '[]')
          from notice_requirements nr join notices n on n.id = nr.notice_id
          where nr.requirement_id = q.id and n.kind in ('requested', 'reminder'))
      ) order by q.id) as requirements
    from requirements q
    where q.status in ('requested', 'rejected') and q.account_id = any(cast(:accountIds as uuid[]))
    group by q.account_id
  )
  select a.id as account_id, a.name as account_name, open.requirements,
    a.closed_at is null and ${hasMember('a.id')} and not ${toldOn('a.id', 'today.day')} as may_be_written
  from open join accounts a on a.id = open.account_id cross join today order by a.id`

/** The highest mark of what was looked at: no rung of any policy is that far from the deadline. */
const FARTHEST = NOT_LOOKED_AT - 1

/**
 * Notes how far the open requirements of these accounts have been told, after their digests were written: what is
 * still due keeps its mark and is looked at again by the next sweep.
 */
export async function markTold(
  ctx: Pick<Context, 'db'>,
  at: Date,
  accountIds: readonly string[],
  stillDue: readonly string[],
): Promise<void> {
  await affected(
    ctx.db,
    `update reminder_marks m set days = o.days
       from (select id, greatest(0, least(${FARTHEST}, coalesce(cast(deadline_at at time zone 'Europe/Paris' as date)
           - cast(cast(:at as timestamptz) at time zone 'Europe/Paris' as date), ${FARTHEST}))) as days
         from requirements where status in ('requested', 'rejected')
           and account_id = any(cast(:accountIds as uuid[])) and not id = any(cast(:stillDue as uuid[]))) o
      where m.requirement_id = o.id and m.days > o.days`,
    { at, accountIds, stillDue },
  )
}
