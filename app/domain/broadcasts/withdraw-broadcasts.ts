import { queueBroadcast, SKIP_REASONS } from '#app/domain/broadcasts/start-broadcast.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * Skips whatever still waits to be sent of an incident that is taken back, and returns how many. What is on the wire at
 * that moment arrives; should it have to be tried again, claimDeliveries skips it.
 */
export async function withdrawBroadcasts(tx: TransactionContext, incidentId: string): Promise<number> {
  const withdrawn = await rows<{ broadcastId: string }>(
    tx.db,
    `update deliveries d set status = 'skipped', provider_response = :reason
       from broadcasts b join incident_updates u on u.id = b.update_id
      where d.broadcast_id = b.id and u.incident_id = :incidentId and b.finished_at is null
        and d.status = 'queued'
     returning d.broadcast_id`,
    { incidentId, reason: SKIP_REASONS.withdrawn },
  )
  // Each is closed by its own job.
  const broadcasts = new Set(withdrawn.map(({ broadcastId }) => broadcastId))
  for (const broadcastId of broadcasts) await queueBroadcast(tx, broadcastId)
  return withdrawn.length
}
