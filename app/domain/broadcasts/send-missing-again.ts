import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { IS_MISSING } from '#app/domain/broadcasts/read-broadcast.ts'
import { queueBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { affected } from '#db/client.ts'
import { Broadcast } from '#db/models/mail.ts'

/**
 * Tries again what failed for good, to those who still want to hear, with all its attempts anew. Returns how
 * many. PreconditionFailed when nothing is missing, also when somebody else asked first.
 */
export async function sendMissingAgain(ctx: Context, broadcastId: string): Promise<number> {
  requirePermission(ctx.actor, 'incident:publish')
  return withTransaction(ctx, async (tx) => {
    const count = await affected(
      tx.db,
      `update deliveries d set status = 'queued', attempts = 0, next_attempt_at = :now
         from subscribers s where s.id = d.subscriber_id and d.broadcast_id = :broadcastId and ${IS_MISSING}`,
      { broadcastId, now: tx.clock.now() },
    )
    if (count === 0) throw preconditionFailed('nothingMissing')
    await Broadcast.query(tx.db).findById(broadcastId).patch({ finishedAt: null })
    await recordAudit(tx, {
      action: 'broadcast.resumed',
      subjectType: 'broadcast',
      subjectId: broadcastId,
      accountId: null,
      after: { deliveries: count },
    })
    await queueBroadcast(tx, broadcastId)
    return count
  })
}
