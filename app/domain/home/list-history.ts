import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { type ListedRequirement, listed } from '#app/domain/due/listed-requirement.ts'
import { cutPage } from '#db/page.ts'

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
    `and (cast(:id as uuid) is null or q.requested_at < :requestedAt
        or (q.requested_at = :requestedAt and q.id > cast(:id as uuid)))
      order by q.requested_at desc, q.id limit :limit`,
    { accountId, id: after?.id ?? null, requestedAt: after?.requestedAt ?? null, limit: limit + 1 },
  )
  const { page, next } = cutPage(found, limit, ({ requestedAt, id }) => ({ requestedAt, id }))
  return { requirements: page, next }
}
