import type { Temporal } from 'temporal-polyfill'
import { endOfDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { isUndated } from '#app/domain/deadlines/undated-sql.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { rows } from '#db/client.ts'

/** Rows read at once: so many at most are in memory, however many accounts there are. */
const PAGE_ROWS = 200

/**
 * Accounts that may have something to renew, a page of ids at a time and possibly one account on several pages:
 * those with a document that ends soon, or seen last long ago, and of high risk those with a document older than
 * their shorter time. Each is read along its own index, and what is being asked again already, for two months of days,
 * is left out there: so a day costs what is new that day and not what there is.
 */
export async function* ageingAccounts(
  ctx: Pick<Context, 'db'>,
  rules: PolicyRules['renewal'],
  today: Temporal.PlainDate,
): AsyncGenerator<string[]> {
  const lookTo = today.add({ days: Math.max(rules.askDays, rules.startDays) })
  // A day more, since 29 February plus a year is 28 February.
  const seenBefore = (years: number) => endOfDay(lookTo.subtract({ years }).add({ days: 1 }))
  yield* pages(
    ctx,
    `select d.account_id, cast(d.expires_on as text) as key, d.id from documents d
      where d.outlived_by is null and d.expires_on <= :until and (d.expires_on, d.id) > (cast(:key as date), :id)
        and ${MAY_BE_ASKED} order by d.expires_on, d.id limit :limit`,
    { until: lookTo.toString() },
  )
  yield* pages(
    ctx,
    `select d.account_id, cast(d.accepted_at as text) as key, d.id from documents d
      where d.outlived_by is null and d.accepted_at <= :until
        and (d.accepted_at, d.id) > (cast(:key as timestamptz), :id)
        and ${MAY_BE_ASKED} order by d.accepted_at, d.id limit :limit`,
    { until: seenBefore(rules.reviewYears.standard) },
  )
  yield* pages(
    ctx,
    `select a.id as account_id, '' as key, a.id from accounts a
      where a.risk = 'high' and a.closed_at is null and a.id > :id and exists (select from documents d
        where d.account_id = a.id and d.outlived_by is null and d.accepted_at <= :until and ${MAY_BE_ASKED})
      order by a.id limit :limit`,
    { until: seenBefore(rules.reviewYears.high) },
  )
}

/**
 * Of the document `d`: its question is not being asked with a clock, or with one to come, and its account is not closed.
 * OFFSET 0: looked up for each document, which are few, and not joined with everything open.
 */
const MAY_BE_ASKED = `not exists (select from requirements q
    where q.account_id = d.account_id and q.document_type = d.document_type and q.subject = d.subject
      and q.closed_at is null and not ${isUndated('q')} offset 0)
  and not exists (select from accounts c where c.id = d.account_id and c.closed_at is not null offset 0)`

const BEFORE_ALL = { key: '-infinity', id: '00000000-0000-0000-0000-000000000000' }

async function* pages(
  ctx: Pick<Context, 'db'>,
  sql: string,
  bindings: Record<string, unknown>,
): AsyncGenerator<string[]> {
  let after = BEFORE_ALL
  for (;;) {
    const found = await rows<{ accountId: string; key: string; id: string }>(ctx.db, sql, {
      ...bindings,
      ...after,
      limit: PAGE_ROWS,
    })
    const last = found.at(-1)
    if (last) yield [...new Set(found.map(({ accountId }) => accountId))]
    if (!last || found.length < PAGE_ROWS) return
    after = { key: last.key, id: last.id }
  }
}
