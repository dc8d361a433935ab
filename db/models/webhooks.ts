import { Row } from '#db/model.ts'

export class WebhookEndpoint extends Row {
  static override tableName = 'webhookEndpoints'
  declare id: string
  declare url: string
  declare description: string
  declare events: string[]
  declare status: 'enabled' | 'paused' | 'disabled'
  declare statusReason: 'unanswered' | 'gone' | 'switched_off' | null
  declare statusSince: Date
  declare secret: Buffer
  declare previousSecret: Buffer | null
  declare previousUntil: Date | null
  declare createdBy: string
  declare createdAt: Date
  declare updatedAt: Date
}

export class WebhookState extends Row {
  static override tableName = 'webhookStates'
  static override idColumn = 'endpointId'
  declare endpointId: string
  declare failures: number
  declare failingSince: Date | null
  declare restingUntil: Date | null
  declare deliveredAt: Date | null
}

export class WebhookDelivery extends Row {
  static override tableName = 'webhookDeliveries'
  declare id: number
  declare endpointId: string
  declare eventId: string
  declare accountId: string
  declare eventSeq: number
  declare status: 'queued' | 'delivered' | 'failed' | 'skipped'
  declare createdAt: Date
  declare attempts: number
  declare nextAttemptAt: Date
  declare giveUpAt: Date
  declare claim: string | null
  declare claimedUntil: Date | null
  declare attemptedAt: Date | null
  declare outcome: string | null
  declare httpStatus: number | null
}

export class WebhookAttempt extends Row {
  static override tableName = 'webhookAttempts'
  declare id: number
  declare deliveryId: number
  declare at: Date
  declare outcome: string
  declare httpStatus: number | null
  declare responseMs: number
  declare answer: string | null
}
