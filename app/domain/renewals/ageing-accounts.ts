import type { Temporal } from 'temporal-polyfill'
import { endOfDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { rows } from '#db/client.ts'

/** Rows read at once: so many at most are in memory, however many accounts there are. */
const PAGE_ROWS = 200

/**
 * Accounts that may have something to renew, a page of ids at a time and possibly one account on several pages:
 * those with a document that ends soon, or seen last long ago, and of high risk those with a document older than
 * their shorter time. Each is read along its own index, so a day costs what is due and not what there is.
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
    `select account_id, cast(expires_on as text) as key, id from documents
      where outlived_by is null and expires_on <= :until and (expires_on, id) > (cast(:key as date), :id)
      order by expires_on, id limit :limit`,
    { until: lookTo.toString() },
  )
  yield* pages(
    ctx,
    `select account_id, cast(accepted_at as text) as key, id from documents
      where outlived_by is null and accepted_at <= :until and (accepted_at, id) > (cast(:key as timestamptz), :id)
      order by accepted_at, id limit :limit`,
    { until: seenBefore(rules.reviewYears.standard) },
  )
  yield* pages(
    ctx,
    `select a.id as account_id, '' as key, a.id from accounts a
      where a.risk = 'high' and a.closed_at is null and a.id > :id and exists (select from documents d
        where d.account_id = a.id and d.outlived_by is null and d.accepted_at <= :until)
      order by a.id limit :limit`,
    { until: seenBefore(rules.reviewYears.high) },
  )
}

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
