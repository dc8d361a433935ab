import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { lockEndpoint } from '#app/domain/webhooks/lock-endpoint.ts'
import { queueDeliveries } from '#app/domain/webhooks/queue-deliveries.ts'
import { GIVE_UP_MS } from '#app/domain/webhooks/retries.ts'
import { skipWaiting } from '#app/domain/webhooks/skip-waiting.ts'
import { affected } from '#db/client.ts'
import { WebhookEndpoint, WebhookState } from '#db/models/webhooks.ts'

/**
 * Sends to an endpoint again. A paused one goes on from where it stopped: everything that failed since it last
 * answered, or happened since, in the order of events. A disabled one hears what happens from now on. NotFound;
 * Conflict when it is enabled already.
 */
export async function enableEndpoint(ctx: Context, endpointId: string): Promise<void> {
  requirePermission(ctx.actor, 'webhook:manage')
  await withTransaction(ctx, async (tx) => {
    const before = await switchTo(tx, endpointId, 'enabled')
    if (before.status === 'paused') await replay(tx, endpointId)
    await WebhookState.query(tx.db)
      .patch({ failures: 0, failingSince: null, restingUntil: null })
      .where({ endpointId })
    await queueDeliveries(tx)
  })
}

/** Stops sending to an endpoint: what waits for it is dropped, and what happens meanwhile is not kept. As above. */
export async function disableEndpoint(ctx: Context, endpointId: string): Promise<void> {
  requirePermission(ctx.actor, 'webhook:manage')
  await withTransaction(ctx, async (tx) => {
    await switchTo(tx, endpointId, 'disabled')
    await skipWaiting(tx, endpointId)
  })
}

async function switchTo(
  tx: TransactionContext,
  endpointId: string,
  status: 'enabled' | 'disabled',
): Promise<WebhookEndpoint> {
  const now = tx.clock.now()
  const before = await lockEndpoint(tx, endpointId)
  if (before.status === status) throw conflict()
  await WebhookEndpoint.query(tx.db)
    .patch({
      status,
      statusReason: status === 'disabled' ? 'switched_off' : null,
      statusSince: now,
      updatedAt: now,
    })
    .where({ id: endpointId })
  await recordAudit(tx, {
    action: `webhook.${status}`,
    subjectType: 'webhook',
    subjectId: endpointId,
    accountId: null,
    before: { status: before.status },
    after: { status },
  })
  return before
}

async function replay(tx: TransactionContext, endpointId: string): Promise<void> {
  const now = tx.clock.now()
  const giveUpAt = new Date(now.getTime() + GIVE_UP_MS)
  await affected(
    tx.db,
    `update webhook_deliveries d set status = 'queued', attempts = 0, next_attempt_at = :now, give_up_at = :giveUpAt
       from webhook_states s
      where s.endpoint_id = d.endpoint_id and d.endpoint_id = :endpointId
        and (d.status = 'queued' or (d.status = 'failed' and d.attempted_at >= s.failing_since))`,
    { endpointId, now, giveUpAt },
  )
}
