import { requirePermission } from '#app/domain/access/permissions.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/** Answers of other people's systems are kept no longer than they help; what happened stays as an event. */
const KEPT_MS = 90 * DAY_MS
const BATCH = 10_000

/**
 * Deletes deliveries of more than 90 days ago, also those that still wait for a paused endpoint. Returns how many.
 * Safe to run twice.
 */
export async function forgetDeliveries(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'sweep:run')
  const before = new Date(ctx.clock.now().getTime() - KEPT_MS)
  let forgotten = 0
  for (;;) {
    const batch = await affected(
      ctx.db,
      `delete from webhook_deliveries where id in (
         select id from webhook_deliveries where created_at < :before order by created_at limit :batch)`,
      { before, batch: BATCH },
    )
    forgotten += batch
    if (batch < BATCH) return forgotten
  }
}
