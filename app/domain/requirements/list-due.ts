import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { daysBetween, parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type ClockToCome, clockToCome } from '#app/domain/requirements/clock-to-come.ts'
import { type DueBucket, dueBucket } from '#app/domain/requirements/due-bucket.ts'
import { rows } from '#db/client.ts'
import type { Requirement, RequirementStatus } from '#db/models/requirements.ts'
import { cutPage } from '#db/page.ts'

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

export interface DueList {
  past_due: ListedRequirement[]
  currently_due: ListedRequirement[]
  pending_verification: ListedRequirement[]
  eventually_due: ListedRequirement[]
  /** The latest that ended, newest first. */
  satisfied: ListedRequirement[]
}

const SATISFIED_SHOWN = 20

const COLUMNS = `q.id, q.document_type, t.name_fr, t.name_en, q.subject, q.status, q.requested_at, q.closed_at,
  q.deadline_at, q.clock_from, q.clock_days,
  (select a.department from accounts a where a.id = q.account_id) as department, (select s.submitted_at from submissions s
    where s.requirement_id = q.id and s.status in ('submitted', 'in_review')) as sent_at`

/**
 * Everything asked of an account, by urgency: within each bucket the nearest deadline first. Two statements,
 * however much is due. NotFound for another account's member.
 */
export async function listDue(ctx: Context, accountId: string): Promise<DueList> {
  requirePermission(ctx.actor, 'requirement:read')
  requireAccount(ctx.actor, accountId)
  const open = await listed(
    ctx,
    `select ${COLUMNS} from requirements q join document_types t on t.code = q.document_type
      where q.account_id = :accountId and q.closed_at is null
      order by q.deadline_at nulls last, q.requested_at, t.position, q.subject, q.id`,
    { accountId },
  )
  const satisfied = await listed(
    ctx,
    `select ${COLUMNS} from requirements q join document_types t on t.code = q.document_type
      where q.account_id = :accountId and q.closed_at is not null
      order by q.closed_at desc, q.id limit :limit`,
    { accountId, limit: SATISFIED_SHOWN },
  )
  const of = (bucket: DueBucket) => open.filter((one) => one.bucket === bucket)
  return {
    past_due: of('past_due'),
    currently_due: of('currently_due'),
    pending_verification: of('pending_verification'),
    eventually_due: of('eventually_due'),
    satisfied,
  }
}

/** Where a page of the history begins: after this row. */
export interface HistoryCursor {
  requestedAt: Date
  id: string
}

/**
 * Every requirement that the account ever had, newest first, `limit` at a time. `next` is the cursor of the page
 * after, null on the last one.
 */
export async function listHistory(
  ctx: Context,
  accountId: string,
  { after = null, limit = 25 }: { after?: HistoryCursor | null; limit?: number } = {},
): Promise<{ requirements: ListedRequirement[]; next: HistoryCursor | null }> {
  requirePermission(ctx.actor, 'requirement:read')
  requireAccount(ctx.actor, accountId)
  const found = await listed(
    ctx,
    `select ${COLUMNS} from requirements q join document_types t on t.code = q.document_type
      where q.account_id = :accountId
        and (cast(:id as uuid) is null or q.requested_at < :requestedAt
          or (q.requested_at = :requestedAt and q.id > cast(:id as uuid)))
      order by q.requested_at desc, q.id limit :limit`,
    { accountId, id: after?.id ?? null, requestedAt: after?.requestedAt ?? null, limit: limit + 1 },
  )
  const { page, next } = cutPage(found, limit, ({ requestedAt, id }) => ({ requestedAt, id }))
  return { requirements: page, next }
}

type Found = Omit<ListedRequirement, 'bucket' | 'daysLeft' | 'later'> &
  Pick<Requirement, 'clockFrom' | 'clockDays'> & { department: string }

async function listed(
  ctx: Context,
  sql: string,
  bindings: Record<string, unknown>,
): Promise<ListedRequirement[]> {
  const now = ctx.clock.now()
  const found = await rows<Found>(ctx.db, sql, bindings)
  return found.map(({ clockFrom, clockDays, department, ...one }) => ({
    ...one,
    later: one.closedAt ? null : clockToCome({ clockFrom, clockDays }, department),
    bucket: dueBucket(one.status, one.deadlineAt, now),
    daysLeft: one.deadlineAt && !one.closedAt ? daysBetween(parisDay(now), parisDay(one.deadlineAt)) : null,
  }))
}
