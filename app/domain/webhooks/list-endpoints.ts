import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { EventType } from '#app/domain/webhooks/schemas.ts'
import { openSecret } from '#app/domain/webhooks/secrets.ts'
import { rows } from '#db/client.ts'
import type { WebhookEndpoint, WebhookState } from '#db/models/webhooks.ts'

type Shown = Pick<
  WebhookEndpoint,
  'id' | 'url' | 'description' | 'status' | 'statusReason' | 'statusSince' | 'createdAt' | 'previousUntil'
> &
  Pick<WebhookState, 'failures' | 'failingSince' | 'restingUntil' | 'deliveredAt'>

export interface ListedEndpoint extends Shown {
  readonly events: readonly EventType[]
  readonly createdBy: string
  readonly queued: number
  readonly failed: number
  /** False when SESSION_SECRET has changed: nothing can be sent until it has a new secret. */
  readonly canSign: boolean
}

/** Every endpoint with how it does, the oldest first. Secrets are not among it. */
export async function listEndpoints(ctx: Context): Promise<ListedEndpoint[]> {
  requirePermission(ctx.actor, 'webhook:manage')
  return endpoints(ctx)
}

/** One endpoint. NotFound. */
export async function readEndpoint(ctx: Context, endpointId: string): Promise<ListedEndpoint> {
  requirePermission(ctx.actor, 'webhook:manage')
  const [found] = await endpoints(ctx, endpointId)
  if (!found) throw notFound()
  return found
}

async function endpoints(ctx: Context, endpointId: string | null = null): Promise<ListedEndpoint[]> {
  const now = ctx.clock.now()
  const found = await rows<Omit<ListedEndpoint, 'canSign'> & { secret: Buffer }>(
    ctx.db,
    `select w.id, w.url, w.description, w.events, w.status, w.status_reason, w.status_since, w.created_at, w.secret,
            case when w.previous_until > :now then w.previous_until end as previous_until, u.name as created_by,
            s.failures, s.failing_since, s.resting_until, s.delivered_at,
            (select count(*) from webhook_deliveries d where d.endpoint_id = w.id and d.status = 'queued') as queued,
            (select count(*) from webhook_deliveries d where d.endpoint_id = w.id and d.status = 'failed') as failed
       from webhook_endpoints w join webhook_states s on s.endpoint_id = w.id join users u on u.id = w.created_by
      where cast(:endpointId as uuid) is null or w.id = :endpointId order by w.created_at, w.id`,
    { endpointId, now },
  )
  return found.map(({ secret, ...endpoint }) => ({
    ...endpoint,
    canSign: openSecret(ctx.settings, endpoint.id, secret) !== null,
  }))
}
