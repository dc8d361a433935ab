import { Row } from '#db/model.ts'

export class Mail extends Row {
  static override tableName = 'mails'
  static override jsonAttributes = ['data']
  declare id: string
  declare template: string
  declare locale: 'fr' | 'en'
  declare toAddress: string
  declare userId: string | null
  declare accountId: string | null
  declare data: object | null
  declare secret: boolean
  /** `withdrawn`: what it would have told was over before it left. */
  declare status: 'queued' | 'sending' | 'sent' | 'failed' | 'withdrawn'
  declare attempts: number
  declare claimedUntil: Date | null
  declare providerResponse: string | null
  declare createdAt: Date
  declare sentAt: Date | null
}

export class Subscriber extends Row {
  static override tableName = 'subscribers'
  declare id: string
  declare email: string
  declare locale: 'fr' | 'en'
  declare status: 'pending' | 'confirmed' | 'unsubscribed' | 'suppressed'
  declare wantsIncidents: boolean
  declare wantsMaintenance: boolean
  declare allComponents: boolean
  declare confirmTokenHash: Buffer | null
  declare confirmExpiresAt: Date | null
  declare createdAt: Date
  declare confirmedAt: Date | null
  declare endedAt: Date | null
  declare endReason: string | null
}

export class SubscriberComponent extends Row {
  static override tableName = 'subscriberComponents'
  static override idColumn = ['subscriberId', 'componentId']
  declare subscriberId: string
  declare componentId: string
}

export class Broadcast extends Row {
  static override tableName = 'broadcasts'
  declare id: string
  declare updateId: string
  /** Minutes before the start of a maintenance; null for the update itself. */
  declare reminderMinutes: number | null
  declare recipients: number
  declare createdAt: Date
  declare finishedAt: Date | null
}

export class Delivery extends Row {
  static override tableName = 'deliveries'
  declare id: number
  declare broadcastId: string
  declare subscriberId: string
  declare status: 'queued' | 'sending' | 'sent' | 'failed' | 'skipped' | 'unknown'
  declare attempts: number
  declare nextAttemptAt: Date
  declare claimedUntil: Date | null
  declare claimedBy: string | null
  declare providerResponse: string | null
  declare sentAt: Date | null
}
