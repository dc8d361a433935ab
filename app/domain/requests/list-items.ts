import { requirePermission } from '#app/domain/access/permissions.ts'
import { BY_NAME, behind } from '#app/domain/accounts/by-name.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import type { RequestReason, ShownItems } from '#app/domain/requests/schemas.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

/** One account of a batch. */
export interface ListedItem {
  accountId: string
  name: string
  siren: string
  reason: RequestReason | null
  /** Requirements opened. */
  documents: number
}

const PAGE = 50

/** The accounts of a batch that ended so by name, page by page. Invalid for an `after` that is none of ours. */
export async function listItems(
  ctx: Context,
  batchId: string,
  status: ShownItems,
  after: string | null = null,
): Promise<{ items: ListedItem[]; next: string | null }> {
  requirePermission(ctx.actor, 'request-batch:manage')
  if (after !== null && !isUuid(after)) throw invalid('cursor')
  const found = await rows<ListedItem>(
    ctx.db,
    `select i.account_id, a.name, a.siren, i.reason, i.documents
       from request_items i join accounts a on a.id = i.account_id
      where i.batch_id = :batchId and i.status = :status
        and ${behind(after)}
      order by ${BY_NAME} limit :limit`,
    { batchId, status, limit: PAGE + 1, after },
  )
  const { page, next } = cutPage(found, PAGE, ({ accountId }) => accountId)
  return { items: page, next }
}
