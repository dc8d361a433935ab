import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { requirePublicUrl } from '#app/domain/webhooks/addresses.ts'
import { lockEndpoint } from '#app/domain/webhooks/lock-endpoint.ts'
import type { WebhookFields } from '#app/domain/webhooks/schemas.ts'
import { WebhookEndpoint } from '#db/models/webhooks.ts'

/**
 * Changes where an endpoint is and what it hears. What waits already goes to the new address; of newly chosen events
 * it hears those to come. NotFound; Invalid for an address that no webhook may reach.
 */
export async function updateEndpoint(ctx: Context, endpointId: string, input: WebhookFields): Promise<void> {
  requirePermission(ctx.actor, 'webhook:manage')
  requirePublicUrl(ctx.settings, input.url)
  await withTransaction(ctx, async (tx) => {
    const before = await lockEndpoint(tx, endpointId)
    const facts = { url: input.url, description: input.description ?? '', events: input.events }
    await WebhookEndpoint.query(tx.db)
      .patch({ ...facts, updatedAt: tx.clock.now() })
      .where({ id: endpointId })
    await recordAudit(tx, {
      action: 'webhook.updated',
      subjectType: 'webhook',
      subjectId: endpointId,
      accountId: null,
      before: { url: before.url, description: before.description, events: before.events },
      after: facts,
    })
  })
}
