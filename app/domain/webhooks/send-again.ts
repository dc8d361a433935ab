import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { lockEndpoint } from '#app/domain/webhooks/lock-endpoint.ts'
import { queueDeliveries } from '#app/domain/webhooks/queue-deliveries.ts'
import { GIVE_UP_MS } from '#app/domain/webhooks/retries.ts'
import { affected } from '#db/client.ts'
import { WebhookDelivery } from '#db/models/webhooks.ts'

/**
 * Sends one message again, under the same id, whatever became of it. NotFound; Conflict while it waits to be sent
 * anyway; PreconditionFailed while its endpoint is stopped.
 */
export async function sendAgain(ctx: Context, endpointId: string, deliveryId: number): Promise<void> {
  requirePermission(ctx.actor, 'webhook:manage')
  await withTransaction(ctx, async (tx) => {
    await requireEnabled(tx, endpointId)
    const queued = await queueAgain(tx, endpointId, `id = :deliveryId and status <> 'queued'`, { deliveryId })
    if (queued === 0) {
      const there = await WebhookDelivery.query(tx.db).findOne({ id: deliveryId, endpointId })
      throw there ? conflict('webhook.waitsAlready') : notFound()
    }
    await recordAudit(tx, {
      action: 'webhook.sent_again',
      subjectType: 'webhook',
      subjectId: endpointId,
      accountId: null,
      after: { deliveryId },
    })
  })
}

/** Sends again everything that has failed for good. Returns how many; Conflict when there is nothing. As above. */
export async function sendFailedAgain(ctx: Context, endpointId: string): Promise<number> {
  requirePermission(ctx.actor, 'webhook:manage')
  return withTransaction(ctx, async (tx) => {
    await requireEnabled(tx, endpointId)
    const count = await queueAgain(tx, endpointId, `status = 'failed'`)
    if (count === 0) throw conflict('webhook.nothingFailed')
    await recordAudit(tx, {
      action: 'webhook.failed_sent_again',
      subjectType: 'webhook',
      subjectId: endpointId,
      accountId: null,
      after: { count },
    })
    return count
  })
}

async function requireEnabled(tx: TransactionContext, endpointId: string): Promise<void> {
  const { status } = await lockEndpoint(tx, endpointId)
  if (status !== 'enabled') throw preconditionFailed('webhook.stopped')
}

async function queueAgain(
  tx: TransactionContext,
  endpointId: string,
  which: string,
  bindings: Record<string, unknown> = {},
): Promise<number> {
  const now = tx.clock.now()
  const giveUpAt = new Date(now.getTime() + GIVE_UP_MS)
  const queued = await affected(
    tx.db,
    `update webhook_deliveries set status = 'queued', attempts = 0, next_attempt_at = :now, give_up_at = :giveUpAt
      where endpoint_id = :endpointId and ${which}`,
    { endpointId, now, giveUpAt, ...bindings },
  )
  if (queued > 0) await queueDeliveries(tx)
  return queued
}
