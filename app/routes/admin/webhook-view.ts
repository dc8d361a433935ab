import type { AttemptView, DeliveryView, WebhookView } from '#app/components/webhooks/webhook-types.ts'
import { notFound } from '#app/domain/errors.ts'
import type { ListedEndpoint } from '#app/domain/webhooks/list-endpoints.ts'
import type { ListedAttempt, ListedDelivery } from '#app/domain/webhooks/page-deliveries.ts'
import { DELIVERY_GROUPS } from '#app/domain/webhooks/schemas.ts'

const orNull = (at: Date | null) => at?.toISOString() ?? null

/** An endpoint as its pages show it. */
export const webhookView = (endpoint: ListedEndpoint): WebhookView => ({
  id: endpoint.id,
  url: endpoint.url,
  host: new URL(endpoint.url).host,
  description: endpoint.description,
  events: endpoint.events,
  status: endpoint.status,
  statusReason: endpoint.statusReason,
  canSign: endpoint.canSign,
  failures: endpoint.failures,
  failingSince: orNull(endpoint.failingSince),
  deliveredAt: orNull(endpoint.deliveredAt),
  previousUntil: orNull(endpoint.previousUntil),
  createdAt: endpoint.createdAt.toISOString(),
  createdBy: endpoint.createdBy,
  queued: endpoint.queued,
  failed: endpoint.failed,
})

/** A delivery as the ledger shows it. */
export const deliveryView = (delivery: ListedDelivery): DeliveryView => ({
  id: delivery.id,
  eventId: delivery.eventId,
  type: delivery.type,
  accountId: delivery.accountId,
  accountName: delivery.accountName,
  status: delivery.status,
  attempts: delivery.attempts,
  createdAt: delivery.createdAt.toISOString(),
  nextAttemptAt: delivery.nextAttemptAt.toISOString(),
  attemptedAt: orNull(delivery.attemptedAt),
  outcome: delivery.outcome,
  httpStatus: delivery.httpStatus,
})

/** An attempt as the page of its delivery shows it. */
export const attemptView = ({ at, ...attempt }: ListedAttempt): AttemptView => ({
  ...attempt,
  at: at.toISOString(),
})

/** A row number of the ledger in an address; null for anything else. */
const rowNumber = (text: string | null | undefined) =>
  text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null

/** Which part of the ledger an address asks for. */
export function ledgerPlace({ searchParams }: URL) {
  const group = DELIVERY_GROUPS.find((one) => one === searchParams.get('group')) ?? 'all'
  return { group, before: rowNumber(searchParams.get('before')) }
}

/** The delivery that a path names, or NotFound. */
export function deliveryParam(value: string | undefined): number {
  const id = rowNumber(value)
  if (id === null) throw notFound()
  return id
}
