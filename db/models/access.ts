import type { RelationMappings } from 'objection'
import { Row } from '#db/model.ts'

export type LegalForm = 'sole_trader' | 'company' | 'association'

export class Account extends Row {
  static override tableName = 'accounts'
  static override jsonAttributes = ['declared']
  declare id: string
  declare name: string
  declare siren: string
  declare legalForm: LegalForm
  declare email: string
  declare department: string
  declare risk: 'standard' | 'high'
  declare regulated: boolean
  declare exempt: boolean
  declare declared: Declared
  declare createdAt: Date
  declare closedAt: Date | null
}

/** What the merchant declared about itself at sign-up; shown beside the document under review. */
export interface Declared {
  representative?: string
  birthDate?: string
  address?: string
  iban?: string
  activity?: string
  owners?: string[]
}

export class User extends Row {
  static override tableName = 'users'
  static override idColumn = 'id'
  static override relationMappings = (): RelationMappings => ({
    account: {
      relation: Row.BelongsToOneRelation,
      modelClass: Account,
      join: { from: 'users.accountId', to: 'accounts.id' },
    },
  })
  declare id: string
  declare email: string
  declare name: string
  declare locale: 'fr' | 'en'
  declare role: 'member' | 'officer' | 'publisher' | 'administrator'
  declare accountId: string | null
  declare passwordHash: string | null
  declare activatedAt: Date | null
  declare disabledAt: Date | null
  declare createdAt: Date
  declare account?: Account
}

export class Session extends Row {
  static override tableName = 'sessions'
  static override idColumn = 'tokenHash'
  declare tokenHash: Buffer
  declare userId: string
  declare createdAt: Date
  declare lastSeenAt: Date
  declare expiresAt: Date
  declare userAgent: string
  declare address: string
}

export class AccessToken extends Row {
  static override tableName = 'accessTokens'
  static override idColumn = 'tokenHash'
  declare tokenHash: Buffer
  declare userId: string
  declare purpose: 'activation' | 'password_reset'
  declare createdAt: Date
  declare expiresAt: Date
  declare usedAt: Date | null
}

export class ApiKey extends Row {
  static override tableName = 'apiKeys'
  declare id: string
  declare name: string
  declare livemode: boolean
  declare secretHash: Buffer
  declare last4: string
  declare scopes: string[]
  declare createdBy: string
  declare createdAt: Date
  declare expiresAt: Date | null
  declare revokedAt: Date | null
  declare lastUsedAt: Date | null
}

export class AccountImport extends Row {
  static override tableName = 'accountImports'
  declare id: string
  declare fileName: string
  declare startedBy: string | null
  declare startedAt: Date
  declare finishedAt: Date | null
  declare rows: number
  declare created: number
  declare alreadyThere: number
  declare faulty: number
}

export class AccountImportFault extends Row {
  static override tableName = 'accountImportFaults'
  static override idColumn = ['importId', 'line', 'columnName']
  declare importId: string
  declare line: number
  declare columnName: string
  declare code: string
  declare value: string
}
