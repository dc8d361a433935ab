import { actorName } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { lockBreaker } from '#app/domain/breaker/held-batch.ts'
import { readOpen } from '#app/domain/breaker/release-batch.ts'
import type { DismissBatch } from '#app/domain/breaker/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { HeldBatch } from '#db/models/tasks.ts'

/**
 * Closes a held batch without letting anything through, once its cause is mended. Where nothing was mended, the
 * next run holds again. NotFound; Conflict when it was decided on meanwhile.
 */
export async function dismissBatch(ctx: Context, { batchId, note }: DismissBatch): Promise<void> {
  requirePermission(ctx.actor, 'restriction:release')
  await withTransaction(ctx, async (tx) => {
    await lockBreaker(tx)
    const batch = await readOpen(tx, batchId)
    await HeldBatch.query(tx.db)
      .patch({ status: 'dismissed', closedAt: tx.clock.now(), closedBy: actorName(tx.actor), note })
      .where({ id: batchId, status: 'held' })
    await recordAudit(tx, {
      action: 'held_batch.dismissed',
      subjectType: 'held_batch',
      subjectId: batchId,
      accountId: null,
      before: { status: 'held', accounts: batch.accounts },
      after: { note },
    })
  })
}
