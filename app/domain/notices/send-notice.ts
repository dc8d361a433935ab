import type { TransactionContext } from '#app/domain/context.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

export interface NoticeOrder {
  accountId: string
  kind: 'requested' | 'restricted' | 'reinstated'
  /** What the notice is about, in the order in which it is read. */
  requirementIds: readonly string[]
  /** For `restricted` and `reinstated`: what is withheld, or works again. */
  capabilities?: readonly Capability[]
}

/**
 * Tells every member of an account at once, in the transaction of the change: one mail each. A request lists
 * everything that is due, the newly asked first. While the fair clock stands still a request stays silent: the
 * sweep then tells of it once the outage is over.
 */
export async function sendNotice(tx: TransactionContext, order: NoticeOrder): Promise<void> {
  if (order.kind !== 'requested') {
    await writeNotices(tx, [order])
    return
  }
  if (await fairClockPauses(tx)) return
  const due = await rows<{ id: string }>(
    tx.db,
    `select id from requirements where account_id = :accountId and status in ('requested', 'rejected')
      order by id = any(cast(:first as uuid[])) desc, deadline_at nulls last, requested_at, id`,
    { accountId: order.accountId, first: order.requirementIds },
  )
  await writeNotices(tx, [{ ...order, requirementIds: due.map(({ id }) => id) }])
}
