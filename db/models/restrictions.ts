import { Row } from '#db/model.ts'

export type Capability = 'payments' | 'payouts'
export type RestrictionCause = 'documents_overdue' | 'manual' | 'fraud' | 'asset_freeze'

export class Policy extends Row {
  static override tableName = 'policies'
  static override idColumn = 'version'
  static override jsonAttributes = ['rules', 'documentTypes', 'requiredSets']
  declare version: number
  declare status: 'draft' | 'in_force' | 'superseded' | 'discarded'
  declare revision: number
  declare basedOn: number | null
  declare reason: string
  declare rules: unknown
  declare documentTypes: unknown
  declare requiredSets: unknown
  declare createdBy: string | null
  declare createdAt: Date
  declare editedBy: string[]
  declare switchedOnAt: Date | null
  declare switchedOnBy: string | null
  declare endedAt: Date | null
  declare endedBy: string | null
}

export class SweepRun extends Row {
  static override tableName = 'sweepRuns'
  static override jsonAttributes = ['counts']
  declare id: string
  declare at: Date
  declare policyVersion: number
  declare startedAt: Date
  declare finishedAt: Date | null
  declare counts: Record<string, number>
}

export class Notice extends Row {
  static override tableName = 'notices'
  declare id: string
  declare accountId: string
  declare kind: 'requested' | 'reminder' | 'restricted' | 'reinstated'
  declare day: string
  declare createdAt: Date
  declare policyVersion: number | null
}

export class NoticeRequirement extends Row {
  static override tableName = 'noticeRequirements'
  static override idColumn = ['noticeId', 'requirementId']
  declare noticeId: string
  declare requirementId: string
  declare daysBefore: number | null
  declare deadlineAt: Date | null
}

export class NoticeMail extends Row {
  static override tableName = 'noticeMails'
  static override idColumn = ['noticeId', 'mailId']
  declare noticeId: string
  declare mailId: string
}

export class Restriction extends Row {
  static override tableName = 'restrictions'
  static override jsonAttributes = ['basis']
  declare id: string
  declare accountId: string
  declare capability: Capability
  declare cause: RestrictionCause
  declare imposedAt: Date
  declare imposedBy: string
  declare basis: object
  /** Set where a key of the API asked for it. */
  declare apiKeyId: string | null
  /** Day in Paris by which officers look at it again, `YYYY-MM-DD`; null for overdue documents alone. */
  declare examineBy: string | null
  declare liftedAt: Date | null
  declare liftedBy: string | null
  declare liftingReason: string | null
}

export class RestrictionRequirement extends Row {
  static override tableName = 'restrictionRequirements'
  static override idColumn = ['restrictionId', 'requirementId']
  declare restrictionId: string
  declare requirementId: string
  declare addedAt: Date | null
}
