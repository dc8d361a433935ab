import { SECOND_MS } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import { queueTask } from '#db/queue.ts'

/** Queues a run, now or at `runAt`. One that waits already is replaced: it looks at what is due then. */
export const queueDeliveries = (tx: TransactionContext, runAt?: Date): Promise<void> =>
  queueTask(tx.db, 'deliver_webhooks', {}, { key: 'deliver_webhooks', keyMode: 'replace', runAt })

/**
 * Queues a run for the moment at which the next message is due, if any is. Also after a worker died with messages in
 * its hands: those are due when their leases end. Safe to run at any time and twice at once.
 */
export async function queueNextDelivery(ctx: Context): Promise<void> {
  const [next] = await rows<{ at: Date | null }>(
    ctx.db,
    `select min(greatest(waiting.at, s.resting_until)) as at
       from webhook_endpoints w join webhook_states s on s.endpoint_id = w.id cross join lateral (
         select min(greatest(d.next_attempt_at, d.claimed_until)) as at from webhook_deliveries d
          where d.endpoint_id = w.id and d.status = 'queued') waiting
      where w.status = 'enabled' and waiting.at is not null`,
  )
  if (!next?.at) return
  // What is due already and was left waits for another worker's answers.
  const runAt = new Date(Math.max(next.at.getTime(), ctx.clock.now().getTime() + SECOND_MS))
  await withTransaction(ctx, (tx) => queueDeliveries(tx, runAt))
}
