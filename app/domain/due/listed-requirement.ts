import { daysBetween, parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type ClockToCome, clockToCome } from '#app/domain/deadlines/clock-to-come.ts'
import { dueBucket } from '#app/domain/due/due-bucket.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { rows } from '#db/client.ts'
import type { Requirement, RequirementStatus } from '#db/models/requirements.ts'

/** One requirement in a list. */
export interface ListedRequirement {
  id: string
  documentType: string
  nameFr: string
  nameEn: string
  subject: string
  status: RequirementStatus
  bucket: DueBucket
  requestedAt: Date
  closedAt: Date | null
  deadlineAt: Date | null
  /** Calendar days of Paris until the deadline, negative once it is over; null while no deadline runs. */
  daysLeft: number | null
  later: ClockToCome | null
  /** When the answer that waits for us was sent. */
  sentAt: Date | null
}

const LISTED = `
  select q.id, q.document_type, t.name_fr, t.name_en, q.subject, q.status, q.requested_at, q.closed_at,
    q.deadline_at, q.clock_from, q.clock_days,
    (select a.department from accounts a where a.id = q.account_id) as department,
    (select s.submitted_at from submissions s
      where s.requirement_id = q.id and s.status in ('submitted', 'in_review')) as sent_at
  from requirements q join document_types t on t.code = q.document_type
  where q.account_id = :accountId`

type Found = Omit<ListedRequirement, 'bucket' | 'daysLeft' | 'later'> &
  Pick<Requirement, 'clockFrom' | 'clockDays'> & { department: string }

/** Those of one account. `which`: SQL about requirements `q` and document types `t`, from `and` or `order by` on. */
export async function listed(
  ctx: Context,
  which: string,
  bindings: { accountId: string } & Record<string, unknown>,
): Promise<ListedRequirement[]> {
  const now = ctx.clock.now()
  const found = await rows<Found>(ctx.db, `${LISTED} ${which}`, bindings)
  return found.map(({ clockFrom, clockDays, department, ...one }) => ({
    ...one,
    later: one.closedAt ? null : clockToCome({ clockFrom, clockDays }, department),
    bucket: dueBucket(one.status, one.deadlineAt, now),
    daysLeft: one.deadlineAt && !one.closedAt ? daysBetween(parisDay(now), parisDay(one.deadlineAt)) : null,
  }))
}
