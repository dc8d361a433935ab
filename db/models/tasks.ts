import { Row } from '#db/model.ts'

export class ContactTask extends Row {
  static override tableName = 'contactTasks'
  declare id: string
  declare accountId: string
  declare noticeId: string
  declare openedAt: Date
  declare closedAt: Date | null
  declare closedBy: string | null
  declare outcome: 'address_corrected' | 'reached_otherwise' | 'mail_accepted' | 'account_closed' | null
  declare note: string
}

export class HeldBatch extends Row {
  static override tableName = 'heldBatches'
  declare id: string
  declare policyVersion: number
  declare heldAt: Date
  declare listedAt: Date
  declare accounts: number
  declare activeAccounts: number
  declare mostAccounts: number
  declare version: number
  declare status: 'held' | 'released' | 'dismissed' | 'passed'
  declare closedAt: Date | null
  declare closedBy: string | null
  declare note: string
  declare appliedAt: Date | null
}

export class LongExtension extends Row {
  static override tableName = 'longExtensions'
  declare id: string
  declare requirementId: string
  declare accountId: string
  declare days: number
  declare reason: string
  declare askedBy: string
  declare askedAt: Date
  declare status: 'asked' | 'confirmed' | 'refused' | 'withdrawn'
  declare decidedBy: string | null
  declare decidedAt: Date | null
  declare note: string
}
