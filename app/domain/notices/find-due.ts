import type { Temporal } from 'temporal-polyfill'
import { parisDay, startOfDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { isWeekend, OVERDUE_AGAIN_DAYS } from '#app/domain/notices/digest-rule.ts'
import { acceptedNotices, NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'
import type { ReminderDay } from '#app/domain/notices/plan-reminders.ts'
import { type Page, pageOf } from '#app/domain/sweep/batches.ts'
import { rows } from '#db/client.ts'

/** Where a walk through what may be due stands; instants as PostgreSQL writes them. */
export interface Place {
  readonly days: number
  readonly deadlineAt: string
  readonly requirementId: string
}

type Found = Place & { accountId: string }

const BEGINNING: Place = {
  days: 0,
  deadlineAt: '-infinity',
  requirementId: '00000000-0000-0000-0000-000000000000',
}

/** The mark of a requirement that the sweep has not looked at since it was asked or its clock was changed. */
export const NOT_LOOKED_AT = 367

/** The rung that comes after a mark; null below the last one. */
export function nextRung(rungs: readonly number[], mark: number): number | null {
  const below = rungs.filter((rung) => rung < mark)
  return below.length > 0 ? Math.max(...below) : null
}

/** For each mark, the deadlines for which the rung below it has been reached: `[since, until)`. */
function looksOf({ at, policy }: ReminderDay): { days: number; since: string; until: string }[] {
  const today = parisDay(at)
  const startOf = (day: Temporal.PlainDate) => startOfDay(day).toISOString()
  const [since, tomorrow] = isWeekend(today)
    ? [startOf(today), startOf(today.add({ days: 1 }))]
    : ['-infinity', null]
  const marks = Array.from({ length: NOT_LOOKED_AT }, (_, index) => index + 1)
  return marks.flatMap((days) => {
    if (days === NOT_LOOKED_AT) return [{ days, since, until: tomorrow ?? 'infinity' }]
    const next = nextRung(policy.rules.reminderDays, days)
    if (next === null) return []
    return [{ days, since, until: tomorrow ?? startOf(today.add({ days: next + 1 })) }]
  })
}

/**
 * Accounts of which a rung may have been reached on this day, by the marks: what was told at its last rung is not
 * read. `planReminders` decides about each. Lower marks first: a requirement that was looked at lies behind.
 */
export async function nextByMark(
  ctx: Pick<Context, 'db'>,
  day: ReminderDay,
  after: Place | null,
  limit: number,
): Promise<Page<Place> | null> {
  const found = await rows<Found>(
    ctx.db,
    `select m.requirement_id, m.account_id, m.days, cast(m.deadline_at as text) as deadline_at
       from jsonb_to_recordset(:looks) as w (days smallint, since timestamptz, until timestamptz)
         cross join lateral (
           select * from reminder_marks m
           where m.days = w.days and m.deadline_at >= w.since
             and m.deadline_at <= w.until - interval '1 microsecond'
             and (m.deadline_at, m.requirement_id) > (
               case when w.days = :days then cast(:deadlineAt as timestamptz) else '-infinity' end,
               case when w.days = :days then cast(:requirementId as uuid) else cast(:first as uuid) end)
           order by m.deadline_at, m.requirement_id limit :limit
         ) m
       where w.days >= :days order by m.days, m.deadline_at, m.requirement_id limit :limit`,
    { looks: JSON.stringify(looksOf(day)), ...(after ?? BEGINNING), first: BEGINNING.requirementId, limit },
  )
  return pageOf(found)
}

/** SQL: whether nothing is withheld on a requirement; what is has a notice of its own. */
export const isNoGround = (requirementId: string) =>
  `not exists (select from open_grounds g where g.requirement_id = ${requirementId})`

/** Accounts with something overdue without two accepted notices, not spoken of for some days; nobody on a weekend. */
export async function nextUntold(
  ctx: Pick<Context, 'db'>,
  { at }: ReminderDay,
  after: Place | null,
  limit: number,
): Promise<Page<Place> | null> {
  if (isWeekend(parisDay(at))) return null
  const found = await rows<Found>(
    ctx.db,
    `select q.id as requirement_id, q.account_id, 0 as days, cast(q.deadline_at as text) as deadline_at
       from requirements q
       where q.status in ('requested', 'rejected') and q.deadline_at <= :at
         and (q.deadline_at, q.id) > (cast(:deadlineAt as timestamptz), cast(:requirementId as uuid))
         and case when ${isNoGround('q.id')}
           then ${acceptedNotices('q.id', ':at')} < ${NOTICES_NEEDED}
             and (select max(n.day) from notice_requirements nr join notices n on n.id = nr.notice_id
               where nr.requirement_id = q.id and n.kind in ('requested', 'reminder'))
               <= cast(cast(:at as timestamptz) at time zone 'Europe/Paris' as date) - cast(:again as integer) end
       order by q.deadline_at, q.id limit :limit`,
    { at, ...(after ?? BEGINNING), again: OVERDUE_AGAIN_DAYS, limit },
  )
  return pageOf(found)
}
