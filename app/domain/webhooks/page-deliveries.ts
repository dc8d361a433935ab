import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { eventBody, type KeptEvent } from '#app/domain/webhooks/payload.ts'
import type { DeliveryGroup, EventType, WebhookOutcome } from '#app/domain/webhooks/schemas.ts'
import { rows } from '#db/client.ts'
import type { WebhookAttempt, WebhookDelivery } from '#db/models/webhooks.ts'
import { cutPage } from '#db/page.ts'

const PAGE_ROWS = 50

type Shown = Pick<
  WebhookDelivery,
  'id' | 'eventId' | 'status' | 'attempts' | 'createdAt' | 'nextAttemptAt' | 'attemptedAt' | 'httpStatus'
>

export interface ListedDelivery extends Shown {
  readonly type: EventType
  readonly accountId: string
  readonly accountName: string
  readonly outcome: WebhookOutcome | null
}

const COLUMNS = `d.id, d.event_id, d.status, d.attempts, d.created_at, d.attempted_at, d.outcome,
  d.http_status, d.account_id, a.name as account_name, e.type,
  greatest(d.next_attempt_at, s.resting_until) as next_attempt_at`
const TABLES = `webhook_deliveries d join account_events e on e.id = d.event_id
  join accounts a on a.id = d.account_id join webhook_states s on s.endpoint_id = d.endpoint_id`

/** What was sent to an endpoint or waits for it, the newest event first; `next` is the key of the page that follows. */
export async function pageDeliveries(
  ctx: Context,
  endpointId: string,
  { group, before }: { group: DeliveryGroup; before: number | null },
): Promise<{ deliveries: ListedDelivery[]; next: number | null }> {
  requirePermission(ctx.actor, 'webhook:manage')
  const found = await rows<ListedDelivery>(
    ctx.db,
    `select ${COLUMNS} from ${TABLES}
      where d.endpoint_id = :endpointId ${group === 'all' ? '' : 'and d.status = :group'}
        and (cast(:before as bigint) is null or d.id < :before)
      order by d.id desc limit :limit`,
    { endpointId, before, limit: PAGE_ROWS + 1, ...(group !== 'all' && { group }) },
  )
  const { page, next } = cutPage(found, PAGE_ROWS, ({ id }) => id)
  return { deliveries: page, next }
}

/** One attempt to send a message, as it ended. */
export type ListedAttempt = Pick<WebhookAttempt, 'id' | 'at' | 'httpStatus' | 'responseMs' | 'answer'> & {
  readonly outcome: WebhookOutcome
}

/** One delivery with the body that is sent and every attempt, the newest first. NotFound. */
export async function readDelivery(
  ctx: Context,
  endpointId: string,
  deliveryId: number,
): Promise<ListedDelivery & { body: string; tried: ListedAttempt[] }> {
  requirePermission(ctx.actor, 'webhook:manage')
  const [found] = await rows<ListedDelivery & KeptEvent>(
    ctx.db,
    `select ${COLUMNS}, e.at, e.seq as event_seq, e.data from ${TABLES}
      where d.endpoint_id = :endpointId and d.id = :deliveryId`,
    { endpointId, deliveryId },
  )
  if (!found) throw notFound()
  const { at, eventSeq, data, ...delivery } = found
  const tried = await rows<ListedAttempt>(
    ctx.db,
    `select id, at, outcome, http_status, response_ms, answer from webhook_attempts
      where delivery_id = :deliveryId order by id desc`,
    { deliveryId },
  )
  return { ...delivery, body: eventBody(found), tried }
}
