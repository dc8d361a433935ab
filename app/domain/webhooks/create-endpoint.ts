import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { forbidden, limitExceeded } from '#app/domain/errors.ts'
import { newId, type WebhookEndpointId } from '#app/domain/ids.ts'
import { requirePublicUrl } from '#app/domain/webhooks/addresses.ts'
import { MAX_ENDPOINTS, type WebhookFields } from '#app/domain/webhooks/schemas.ts'
import { newWebhookSecret, sealSecret } from '#app/domain/webhooks/secrets.ts'
import { lockName } from '#db/lock.ts'
import { WebhookEndpoint, WebhookState } from '#db/models/webhooks.ts'

/**
 * Adds an address to which account events are sent from now on. Its secret is in this answer and nowhere else in clear.
 * Invalid for an address that no webhook may reach, LimitExceeded when there are ten already.
 */
export async function createEndpoint(
  ctx: Context,
  input: WebhookFields,
): Promise<{ id: WebhookEndpointId; secret: string }> {
  const { actor } = ctx
  requirePermission(actor, 'webhook:manage')
  if (actor.kind !== 'user') throw forbidden()
  requirePublicUrl(ctx.settings, input.url)
  const id = newId<WebhookEndpointId>()
  const secret = newWebhookSecret()
  await withTransaction(ctx, async (tx) => {
    // Of two at once, the second counts the first.
    await lockName(tx.db, 'webhook endpoints are counted')
    const there = await WebhookEndpoint.query(tx.db).resultSize()
    if (there >= MAX_ENDPOINTS) throw limitExceeded('webhook.tooMany', { max: MAX_ENDPOINTS })
    const now = tx.clock.now()
    const facts = { url: input.url, description: input.description ?? '', events: input.events }
    await WebhookEndpoint.query(tx.db).insert({
      id,
      ...facts,
      status: 'enabled',
      statusSince: now,
      secret: sealSecret(tx.settings, id, secret),
      createdBy: actor.userId,
      createdAt: now,
      updatedAt: now,
    })
    await WebhookState.query(tx.db).insert({ endpointId: id })
    await recordAudit(tx, {
      action: 'webhook.created',
      subjectType: 'webhook',
      subjectId: id,
      accountId: null,
      after: facts,
    })
  })
  return { id, secret }
}
