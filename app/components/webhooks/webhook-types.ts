import type { DeliveryGroup, EventType, WebhookOutcome } from '#app/domain/webhooks/schemas.ts'

/** An endpoint as pages show it. Times are ISO instants. */
export interface WebhookView {
  readonly id: string
  readonly url: string
  readonly host: string
  readonly description: string
  readonly events: readonly EventType[]
  readonly status: 'enabled' | 'paused' | 'disabled'
  readonly statusReason: 'unanswered' | 'gone' | 'switched_off' | null
  readonly canSign: boolean
  /** In a row, up to now. */
  readonly failures: number
  readonly failingSince: string | null
  readonly deliveredAt: string | null
  /** Until then the secret before signs too. */
  readonly previousUntil: string | null
  readonly createdAt: string
  readonly createdBy: string
  readonly queued: number
  readonly failed: number
}

export interface DeliveryView {
  readonly id: number
  readonly eventId: string
  readonly type: EventType
  readonly accountId: string
  readonly accountName: string
  readonly status: 'queued' | 'delivered' | 'failed' | 'skipped'
  readonly attempts: number
  readonly createdAt: string
  readonly nextAttemptAt: string
  readonly attemptedAt: string | null
  readonly outcome: WebhookOutcome | null
  readonly httpStatus: number | null
}

export interface AttemptView {
  readonly id: number
  readonly at: string
  readonly outcome: WebhookOutcome
  readonly httpStatus: number | null
  readonly responseMs: number
  readonly answer: string | null
}

export interface LedgerView {
  readonly group: DeliveryGroup
  readonly deliveries: readonly DeliveryView[]
  readonly next: string | null
  readonly first: string | null
}
