import { Webhook } from 'standardwebhooks'
import type { Context } from '#app/domain/context.ts'
import { openSecret } from '#app/domain/webhooks/secrets.ts'
import type { WebhookEndpoint } from '#db/models/webhooks.ts'

/** The headers of Standard Webhooks. */
export interface SignedHeaders {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

export type Secrets = Pick<WebhookEndpoint, 'id' | 'secret' | 'previousSecret' | 'previousUntil'>

/**
 * Signs a body as sent now: with the present secret, and for a day after a rotation with the one before too. Null when
 * the secret cannot be opened, because SESSION_SECRET has changed: it then takes a new one.
 */
export function signWebhook(
  ctx: Pick<Context, 'clock' | 'settings'>,
  endpoint: Secrets,
  { id, body }: { id: string; body: string },
): SignedHeaders | null {
  const now = ctx.clock.now()
  const open = (sealed: Buffer | null) => sealed && openSecret(ctx.settings, endpoint.id, sealed)
  const present = open(endpoint.secret)
  if (!present) return null
  const isOverlap = endpoint.previousUntil !== null && endpoint.previousUntil > now
  const secrets = [present, ...(isOverlap ? [open(endpoint.previousSecret)] : [])]
  const signatures = secrets.flatMap((secret) => (secret ? [new Webhook(secret).sign(id, now, body)] : []))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}
