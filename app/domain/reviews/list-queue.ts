import { requirePermission } from '#app/domain/access/permissions.ts'
import { isWithheld } from '#app/domain/accounts/account-state.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid, type SubmissionId } from '#app/domain/ids.ts'
import { type AnswerPromise, answerBy, answerPromises } from '#app/domain/reviews/answer-by.ts'
import { COUNT_LIMIT, URGENCIES, type Urgency } from '#app/domain/reviews/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'

/** One submission that waits for a decision. */
export interface QueueItem {
  submissionId: SubmissionId
  urgency: Urgency
  accountId: string
  accountName: string
  siren: string
  documentName: Record<Locale, string>
  subject: string
  submittedAt: Date
  /** By when the merchant reads that we answer. */
  answerBy: PromisedDay
  /** Where the deadline stood when the clock stopped; null without a date. */
  deadlineAt: Date | null
}

export interface QueuePage {
  items: QueueItem[]
  /** Pass as `after`; null on the last page. */
  next: string | null
  /** How many wait in all (within the search), counted up to `COUNT_LIMIT`. */
  waiting: number
}

export interface QueueQuery {
  /** `next` of the page before. */
  after?: string | null
  /** Any part of the account's name, SIREN or email. */
  search?: string
  /** Items on a page, 1 to 200. */
  limit?: number
}

/** A page of the queue. Invalid for an `after` that is not one of ours. */
export async function listQueue(ctx: Context, query: QueueQuery = {}): Promise<QueuePage> {
  requirePermission(ctx.actor, 'review:queue')
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 200)
  const from = query.after ? await placeOf(ctx, query.after) : null
  const found = await walk(ctx, { from, towards: 'later', search: query.search, limit: limit + 1 })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const promises = await answerPromises(ctx)
  const now = ctx.clock.now()
  return {
    items: items.map((row) => toItem(row, promises, now)),
    next: last && found.length > limit ? `${last.rank}.${last.id}` : null,
    waiting: await countWaiting(ctx, query.search),
  }
}

/** The items before and after one in the queue, also when it was decided meanwhile. */
export async function neighboursInQueue(
  ctx: Context,
  submissionId: string,
): Promise<{ previous: SubmissionId | null; next: SubmissionId | null }> {
  requirePermission(ctx.actor, 'review:queue')
  const [place] = await rows<Place>(ctx.db, PLACE_SQL, { id: submissionId, rank: null })
  const from = place ?? null
  const later = await walk(ctx, { from, towards: 'later', limit: 1 })
  const earlier = from ? await walk(ctx, { from, towards: 'earlier', limit: 1 }) : []
  return { previous: earlier[0]?.id ?? null, next: later[0]?.id ?? null }
}

/** A place in the order of the queue. Times are PostgreSQL's own text, so that nothing is rounded. */
interface Place {
  rank: number
  deadline: string
  submitted: string
  id: string
}

const SUSPENDED = isWithheld('s.account_id', 'payments')

const PLACE_SQL = `
  select coalesce(cast(:rank as smallint), case when ${SUSPENDED} then 0 else s.urgency end) as rank,
    cast(coalesce(s.deadline_at, 'infinity') as text) as deadline, cast(s.submitted_at as text) as submitted, s.id
  from submissions s where s.id = :id`

/** The place that an `after` names: the rank it had then, so that an account lifted meanwhile skips nothing. */
async function placeOf(ctx: Context, after: string): Promise<Place> {
  const [rank = '', id = ''] = after.split('.', 2)
  if (!/^[012]$/.test(rank) || !isUuid(id)) throw invalid('cursor')
  const [place] = await rows<Place>(ctx.db, PLACE_SQL, { id, rank: Number(rank) })
  if (!place) throw invalid('cursor')
  return place
}

interface Walk {
  from: Place | null
  towards: 'later' | 'earlier'
  search?: string
  limit: number
}

interface QueueRow {
  id: SubmissionId
  rank: 0 | 1 | 2
  accountId: string
  accountName: string
  siren: string
  nameFr: string
  nameEn: string
  subject: string
  submittedAt: Date
  deadlineAt: Date | null
}

/**
 * Two ordered reads, each cut at the limit: the few of suspended accounts, and the others along the index
 * submissions_queue. So a page costs the same however long the queue is.
 */
function walk(ctx: Context, { from, towards, search, limit }: Walk): Promise<QueueRow[]> {
  const [beyond, direction] = towards === 'later' ? ['>', 'asc'] : ['<', 'desc']
  const order = (rank: string, table: string) => [
    rank,
    `coalesce(${table}.deadline_at, 'infinity')`,
    `${table}.submitted_at`,
    `${table}.id`,
  ]
  const after = (rank: string) =>
    from
      ? `and (${order(rank, 's').join(', ')}) ${beyond}
           (cast(:rank as smallint), cast(:deadline as timestamptz), cast(:submitted as timestamptz), cast(:id as uuid))`
      : ''
  const sorted = (keys: string[]) =>
    `order by ${keys.map((key) => `${key} ${direction}`).join(', ')} limit :limit`
  const waiting = `select s.id, s.account_id, s.requirement_id, s.submitted_at, s.deadline_at`
  const open = `from submissions s where s.status = 'in_review' ${searched(search)}`
  return rows<QueueRow>(
    ctx.db,
    `with suspended as (
       ${waiting}, cast(0 as smallint) as rank ${open} and ${SUSPENDED}
         ${after('cast(0 as smallint)')} ${sorted(order('cast(0 as smallint)', 's').slice(1))}
     ), others as (
       ${waiting}, s.urgency as rank ${open}
         and not ${SUSPENDED}
         ${after('s.urgency')} ${sorted(order('s.urgency', 's'))}
     ), q as (select * from suspended union all select * from others)
     select q.id, q.rank, q.account_id, a.name as account_name, a.siren, t.name_fr, t.name_en, r.subject,
       q.submitted_at, q.deadline_at
     from q join accounts a on a.id = q.account_id join requirements r on r.id = q.requirement_id
       join document_types t on t.code = r.document_type
     ${sorted(order('q.rank', 'q'))}`,
    { ...from, limit, pattern: searchPattern(search ?? '') },
  )
}

const searched = (search: string | undefined) =>
  search?.trim() ? `and s.account_id in (select id from accounts where search like search_key(:pattern))` : ''

async function countWaiting(ctx: Context, search: string | undefined): Promise<number> {
  const [row] = await rows<{ count: number }>(
    ctx.db,
    `select count(*) as count from
       (select from submissions s where s.status = 'in_review' ${searched(search)} limit :limit) counted`,
    { limit: COUNT_LIMIT, pattern: searchPattern(search ?? '') },
  )
  return row?.count ?? 0
}

function toItem(row: QueueRow, promises: readonly AnswerPromise[], now: Date): QueueItem {
  return {
    submissionId: row.id,
    urgency: URGENCIES[row.rank],
    accountId: row.accountId,
    accountName: row.accountName,
    siren: row.siren,
    documentName: textsOf(row, 'name'),
    subject: row.subject,
    submittedAt: row.submittedAt,
    answerBy: answerBy(row.submittedAt, promises, now),
    deadlineAt: row.deadlineAt,
  }
}
