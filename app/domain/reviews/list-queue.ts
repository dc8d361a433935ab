import { requirePermission } from '#app/domain/access/permissions.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import type { SubmissionId } from '#app/domain/ids.ts'
import { type AnswerPromise, answerBy, answerPromises } from '#app/domain/reviews/answer-by.ts'
import {
  nameOf,
  placeNamed,
  placeNow,
  type QueueRow,
  searched,
  walk,
} from '#app/domain/reviews/queue-order.ts'
import { COUNT_LIMIT, URGENCIES, type Urgency } from '#app/domain/reviews/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

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
  const from = query.after ? await placeNamed(ctx, query.after) : null
  const found = await walk(ctx, { from, towards: 'later', search: query.search, limit: limit + 1 })
  const { page, next } = cutPage(found, limit, nameOf)
  const promises = await answerPromises(ctx)
  const now = ctx.clock.now()
  return {
    items: page.map((row) => toItem(row, promises, now)),
    next,
    waiting: await countWaiting(ctx, query.search),
  }
}

/** The items before and after one in the queue, also when it was decided meanwhile. */
export async function neighboursInQueue(
  ctx: Context,
  submissionId: string,
): Promise<{ previous: SubmissionId | null; next: SubmissionId | null }> {
  requirePermission(ctx.actor, 'review:queue')
  const from = await placeNow(ctx, submissionId)
  const later = await walk(ctx, { from, towards: 'later', limit: 1 })
  const earlier = from ? await walk(ctx, { from, towards: 'earlier', limit: 1 }) : []
  return { previous: earlier[0]?.id ?? null, next: later[0]?.id ?? null }
}

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
