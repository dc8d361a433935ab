import { Row } from '#db/model.ts'

export class AuditEntry extends Row {
  static override tableName = 'auditEntries'
  static override jsonAttributes = ['before', 'after']
  declare id: number
  declare chain: string
  declare seq: number
  declare at: Date
  declare actorKind: 'nobody' | 'system' | 'user' | 'api_key'
  declare actorId: string | null
  declare action: string
  declare subjectType: string
  declare subjectId: string
  declare accountId: string | null
  declare before: object | null
  declare after: object | null
  declare hash: Buffer
}
