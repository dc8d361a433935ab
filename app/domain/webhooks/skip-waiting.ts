import type { TransactionContext } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'

/** Takes what waits for an endpoint out of its queue: a disabled one is told nothing more. Returns how many. */
export const skipWaiting = (tx: TransactionContext, endpointId: string): Promise<number> =>
  affected(
    tx.db,
    `update webhook_deliveries set status = 'skipped', claim = null, claimed_until = null
      where endpoint_id = :endpointId and status = 'queued'`,
    { endpointId },
  )
