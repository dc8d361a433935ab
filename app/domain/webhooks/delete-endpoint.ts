import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { lockEndpoint } from '#app/domain/webhooks/lock-endpoint.ts'
import { WebhookEndpoint } from '#db/models/webhooks.ts'

/** Deletes an endpoint with its deliveries; what it was stays in the audit, without its secret. NotFound. */
export async function deleteEndpoint(ctx: Context, endpointId: string): Promise<void> {
  requirePermission(ctx.actor, 'webhook:manage')
  await withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId)
    await WebhookEndpoint.query(tx.db).deleteById(endpointId)
    const { url, description, events, status } = endpoint
    await recordAudit(tx, {
      action: 'webhook.deleted',
      subjectType: 'webhook',
      subjectId: endpointId,
      accountId: null,
      before: { url, description, events, status },
    })
  })
}
