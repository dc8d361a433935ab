import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { lockEndpoint } from '#app/domain/webhooks/lock-endpoint.ts'
import { newWebhookSecret, sealSecret } from '#app/domain/webhooks/secrets.ts'
import { WebhookEndpoint } from '#db/models/webhooks.ts'

/** How long both secrets sign. */
export const OVERLAP_MS = DAY_MS

/**
 * Gives an endpoint a new secret, which is in this answer and nowhere else in clear. For 24 hours each message carries
 * the signatures of both, so that receivers change over without losing one. NotFound.
 */
export async function rotateSecret(ctx: Context, endpointId: string): Promise<string> {
  requirePermission(ctx.actor, 'webhook:manage')
  const secret = newWebhookSecret()
  await withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId)
    const now = tx.clock.now()
    await WebhookEndpoint.query(tx.db)
      .patch({
        secret: sealSecret(tx.settings, endpointId, secret),
        previousSecret: endpoint.secret,
        previousUntil: new Date(now.getTime() + OVERLAP_MS),
        updatedAt: now,
      })
      .where({ id: endpointId })
    await recordAudit(tx, {
      action: 'webhook.secret_rotated',
      subjectType: 'webhook',
      subjectId: endpointId,
      accountId: null,
    })
  })
  return secret
}
