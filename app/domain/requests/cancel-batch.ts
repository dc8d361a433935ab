import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { holdBatch } from '#app/domain/requests/find-batch.ts'
import { affected } from '#db/client.ts'
import { RequestBatch } from '#db/models/requests.ts'

/**
 * Asks nobody any more: what waits is cancelled, what was asked stays asked. Waits for the handful that the worker
 * has in hand. Returns how many accounts were spared. Conflict when the batch has ended; NotFound.
 */
export async function cancelBatch(ctx: Context, batchId: string): Promise<number> {
  requirePermission(ctx.actor, 'request-batch:manage')
  return withTransaction(ctx, async (tx) => {
    const { status } = await holdBatch(tx, batchId)
    if (status !== 'prepared' && status !== 'running') throw conflict('requests.ended')
    const now = tx.clock.now()
    await RequestBatch.query(tx.db).findById(batchId).patch({ status: 'cancelled', endedAt: now })
    const spared = await affected(
      tx.db,
      `update request_items set status = 'cancelled', documents = 0, done_at = :now
        where batch_id = :batchId and status = 'waiting'`,
      { batchId, now },
    )
    await recordAudit(tx, {
      action: 'request_batch.cancelled',
      subjectType: 'request_batch',
      subjectId: batchId,
      accountId: null,
      before: { status },
      after: { status: 'cancelled', spared },
    })
    return spared
  })
}
