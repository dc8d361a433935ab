import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { newId } from '#app/domain/ids.ts'
import { testBody } from '#app/domain/webhooks/payload.ts'
import { type Posted, type PostOptions, postWebhook, UNSIGNED } from '#app/domain/webhooks/post.ts'
import { signWebhook } from '#app/domain/webhooks/sign.ts'
import { WebhookEndpoint } from '#db/models/webhooks.ts'

/**
 * Sends a signed `webhook.test` to an endpoint at once, also to one that is stopped, and tells what came back. It
 * counts for nothing: no ledger holds it, no pause follows. NotFound.
 */
export async function sendTest(ctx: Context, endpointId: string, options?: PostOptions): Promise<Posted> {
  requirePermission(ctx.actor, 'webhook:manage')
  const endpoint = await WebhookEndpoint.query(ctx.db).findById(endpointId)
  if (!endpoint) throw notFound()
  const body = testBody(endpointId, ctx.clock.now())
  const headers = signWebhook(ctx, endpoint, { id: newId(), body })
  if (!headers) return UNSIGNED
  return postWebhook(ctx.settings, { url: endpoint.url, headers, body }, options)
}
