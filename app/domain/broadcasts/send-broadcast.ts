import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { openDeliveryLedger } from '#app/domain/broadcasts/delivery-ledger.ts'
import { openDeliverySource } from '#app/domain/broadcasts/delivery-source.ts'
import { queueBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { prepareUpdateMails } from '#app/domain/broadcasts/write-update-mail.ts'
import { SECOND_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import { Broadcast } from '#db/models/mail.ts'

export interface SendOptions {
  /** After so long without a result a delivery is taken from its worker. Far above what one mail may take. */
  leaseSeconds?: number
  /** Deliveries claimed at once. */
  batchSize?: number
  /** Mails handed to the mailer at once: more than its connections, so that none waits for the ledger. */
  concurrency?: number
  /** The worker is to stop: nothing new is begun, what is under way is finished and written down. */
  signal?: AbortSignal
}

/**
 * Sends what is due of one broadcast and queues itself for what is due later; closes the broadcast when nothing
 * is left. Safe to run twice and from any number of workers: each delivery is claimed by one. A worker killed at
 * any moment loses none (recoverDeliveries); what it had on the wire is sent again under the same Message-ID.
 */
export async function sendBroadcast(
  ctx: Context,
  broadcastId: string,
  { leaseSeconds = 300, batchSize = 200, concurrency = 16, signal }: SendOptions = {},
): Promise<void> {
  requirePermission(ctx.actor, 'delivery:send')
  const broadcast = await Broadcast.query(ctx.db).findById(broadcastId)
  // Told twice of a broadcast that is done, or that is not there any more: nothing to do.
  if (!broadcast || broadcast.finishedAt) return
  const write = await prepareUpdateMails(ctx, broadcastId)
  const ledger = openDeliveryLedger(ctx)
  const source = openDeliverySource(ctx, broadcastId, {
    batchSize,
    leaseSeconds,
    worker: newId(),
    signal,
  })

  async function sendOneByOne(): Promise<void> {
    for (let delivery = await source.next(); delivery; delivery = await source.next()) {
      await ledger.record(delivery, await ctx.mailer.send(write(delivery)))
    }
  }

  const senders = await Promise.allSettled(Array.from({ length: concurrency }, sendOneByOne))
  await source.giveBack()
  const failure = senders.find((sender) => sender.status === 'rejected')
  if (failure) throw failure.reason
  await closeOrContinue(ctx, broadcastId)
}

interface Remainder {
  sent: number
  failed: number
  skipped: number
  queued: number
  sending: number
  nextAttemptAt: Date | null
}

async function closeOrContinue(ctx: Context, broadcastId: string): Promise<void> {
  const counts = ['sent', 'failed', 'skipped', 'queued', 'sending']
    .map((status) => `count(*) filter (where status = '${status}') as ${status}`)
    .join(', ')
  await withTransaction(ctx, async (tx) => {
    const [left] = await rows<Remainder>(
      tx.db,
      `select ${counts}, min(next_attempt_at) filter (where status = 'queued') as next_attempt_at
         from deliveries where broadcast_id = :broadcastId`,
      { broadcastId },
    )
    if (!left) return
    const { nextAttemptAt, queued, sending, ...result } = left
    const now = tx.clock.now()
    if (nextAttemptAt) {
      // Due and not claimed: an earlier update to the same person is still on the wire.
      const soon = now.getTime() + SECOND_MS
      await queueBroadcast(tx, broadcastId, new Date(Math.max(nextAttemptAt.getTime(), soon)))
    } else if (sending === 0) {
      const closed = await Broadcast.query(tx.db)
        .patch({ finishedAt: now })
        .where({ id: broadcastId })
        .whereNull('finishedAt')
      if (closed === 0) return
      await recordAudit(tx, {
        action: 'broadcast.finished',
        subjectType: 'broadcast',
        subjectId: broadcastId,
        accountId: null,
        after: result,
      })
    }
  })
}
