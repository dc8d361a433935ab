import { requirePermission } from '#app/domain/access/permissions.ts'
import { MAX_ATTEMPTS } from '#app/domain/broadcasts/delivery-ledger.ts'
import { queueBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { affected, rows } from '#db/client.ts'

/** Put back in one go; the rest waits for the next run. */
const BATCH = 5_000

/**
 * Puts back the deliveries whose worker died while it held them, and queues every broadcast that has something
 * due and nobody at work on it. Returns how many were put back. Safe to run at any time and twice at once.
 */
export async function recoverDeliveries(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'delivery:send')
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const recovered = await affected(
      tx.db,
      `update deliveries set claimed_until = null, claimed_by = null, next_attempt_at = :now,
              status = case when attempts >= :maxAttempts then 'failed' else 'queued' end,
              provider_response = case when attempts >= :maxAttempts then 'worker lost' else provider_response end
        where id in (select id from deliveries where status = 'sending' and claimed_until < :now
                      order by id limit :batch for update skip locked)`,
      { now, maxAttempts: MAX_ATTEMPTS, batch: BATCH },
    )
    const idle = await rows<{ id: string }>(
      tx.db,
      `select b.id from broadcasts b where b.finished_at is null
          and not exists (select 1 from deliveries d where d.broadcast_id = b.id and d.status = 'sending')
          and (exists (select 1 from deliveries d
                        where d.broadcast_id = b.id and d.status = 'queued' and d.next_attempt_at <= :now)
               or not exists (select 1 from deliveries d where d.broadcast_id = b.id and d.status = 'queued'))
        order by b.created_at`,
      { now },
    )
    for (const { id } of idle) await queueBroadcast(tx, id)
    return recovered
  })
}
