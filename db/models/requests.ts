import { Row } from '#db/model.ts'

export type RequestBatchStatus = 'prepared' | 'running' | 'finished' | 'cancelled'
export type RequestItemStatus = 'waiting' | 'asked' | 'skipped' | 'failed' | 'cancelled'

export class RequestBatch extends Row {
  static override tableName = 'requestBatches'
  static override jsonAttributes = ['filter']
  declare id: string
  declare status: RequestBatchStatus
  declare chosenBy: 'filter' | 'file'
  declare filter: unknown
  /** Empty: everything that is missing. */
  declare documentTypes: string[]
  declare message: string
  declare why: string
  declare deadlineOn: string | null
  declare deadlineDays: number | null
  declare fileName: string | null
  declare fileId: string | null
  declare fileLines: number
  declare fileReadAt: Date | null
  declare createdBy: string
  declare createdAt: Date
  declare startedBy: string | null
  declare startedAt: Date | null
  declare endedAt: Date | null
}
