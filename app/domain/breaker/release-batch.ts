import { actorName } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { lockBreaker } from '#app/domain/breaker/held-batch.ts'
import { releaseBar } from '#app/domain/breaker/release-bar.ts'
import type { ReleaseBatch } from '#app/domain/breaker/schemas.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, invalid, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { HeldBatch } from '#db/models/tasks.ts'
import { queueTask } from '#db/queue.ts'

/**
 * Lets the next run act on a held batch: on the accounts and capabilities of the list in `version`, which the
 * officer has seen, and on nothing that came since. Four eyes: refused with PreconditionFailed for the author of
 * the policy, and for who asked for the documents behind most of the list. Conflict when the list has grown, when
 * it was released, dismissed or passed meanwhile, or when another policy is in force; Invalid when the number that
 * was typed is not that of the list.
 */
export async function releaseBatch(ctx: Context, input: ReleaseBatch): Promise<void> {
  requirePermission(ctx.actor, 'restriction:release')
  await withTransaction(ctx, async (tx) => {
    await lockBreaker(tx)
    if (input.typed !== input.accounts) throw invalid('batch.otherNumber', { count: input.accounts })
    const batch = await readOpen(tx, input.batchId)
    if (batch.version !== input.version || batch.accounts !== input.accounts) {
      throw conflict('batch.grown', { count: batch.accounts })
    }
    const policy = await currentPolicy(tx)
    if (batch.policyVersion !== policy.version) throw conflict('batch.otherPolicy')
    const bar = await releaseBar(tx, batch)
    if (bar) throw preconditionFailed(`batch.${bar}`)
    await HeldBatch.query(tx.db)
      .patch({
        status: 'released',
        closedAt: tx.clock.now(),
        closedBy: actorName(tx.actor),
        note: input.note,
      })
      .where({ id: batch.id, status: 'held', version: input.version })
    await recordAudit(tx, {
      action: 'held_batch.released',
      subjectType: 'held_batch',
      subjectId: batch.id,
      accountId: null,
      before: { status: 'held' },
      after: { accounts: batch.accounts, version: batch.version, note: input.note },
    })
    await queueTask(tx.db, 'sweep', {}, { key: 'sweep', keyMode: 'replace' })
  })
}

/** The batch while it is held; NotFound, or Conflict when it was decided on meanwhile. */
export async function readOpen(tx: TransactionContext, batchId: string): Promise<HeldBatch> {
  const batch = await HeldBatch.query(tx.db).findById(batchId)
  if (!batch) throw notFound()
  if (batch.status !== 'held') throw conflict('batch.alreadyClosed')
  return batch
}
