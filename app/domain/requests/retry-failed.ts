import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'
import { conflict } from '#app/domain/errors.ts'
import { holdBatch } from '#app/domain/requests/find-batch.ts'
import { queueBatch } from '#app/domain/requests/queue-batch.ts'
import { affected } from '#db/client.ts'
import { RequestBatch } from '#db/models/requests.ts'

/**
 * Tries the accounts that failed once more, and those alone. Returns how many. Conflict when none failed, someone
 * has already done it, or the batch was cancelled; Invalid when the day that was given as deadline is over; NotFound.
 */
export async function retryFailed(ctx: Context, batchId: string): Promise<number> {
  requirePermission(ctx.actor, 'request-batch:manage')
  return withTransaction(ctx, async (tx) => {
    const { status, deadlineOn } = await holdBatch(tx, batchId)
    if (status !== 'running' && status !== 'finished') throw conflict('requests.ended')
    if (deadlineOn) refuseDeadline(tx, deadlineOn)
    const count = await affected(
      tx.db,
      `update request_items set status = 'waiting', reason = null, done_at = null
        where batch_id = :batchId and status = 'failed'`,
      { batchId },
    )
    if (count === 0) throw conflict('requests.nothingFailed')
    await RequestBatch.query(tx.db).findById(batchId).patch({ status: 'running', endedAt: null })
    await recordAudit(tx, {
      action: 'request_batch.retried',
      subjectType: 'request_batch',
      subjectId: batchId,
      accountId: null,
      before: { status },
      after: { status: 'running', count },
    })
    await queueBatch(tx, batchId)
    return count
  })
}
