import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { ImportSummary } from '#app/domain/imports/import-accounts.ts'
import type { ImportFault } from '#app/domain/imports/read-import.ts'
import { rows } from '#db/client.ts'
import { AccountImport } from '#db/models/access.ts'

export interface ImportReport extends ImportSummary {
  readonly fileName: string
  readonly startedAt: Date
  /** Null when it was cut off: its rows until then are in the figures. */
  readonly finishedAt: Date | null
}

export const FAULTS_PER_PAGE = 200

/** One import and how it went. NotFound. */
export async function readImportReport(ctx: Context, id: string): Promise<ImportReport> {
  requirePermission(ctx.actor, 'account:create')
  const found = await AccountImport.query(ctx.db).findById(id)
  if (!found) throw notFound()
  return found
}

/** The latest imports, newest first. */
export async function listImports(ctx: Context): Promise<ImportReport[]> {
  requirePermission(ctx.actor, 'account:create')
  return await AccountImport.query(ctx.db)
    .orderBy([
      { column: 'startedAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(10)
}

/** What is wrong with the rows after `after` (line and column of the last one seen), in the file's order. */
export async function listImportFaults(
  ctx: Context,
  id: string,
  after: { line: number; column: string } = { line: 0, column: '' },
): Promise<ImportFault[]> {
  requirePermission(ctx.actor, 'account:create')
  return await rows<ImportFault>(
    ctx.db,
    `select line, column_name as "column", code, value from account_import_faults
      where import_id = :id and (line, column_name) > (:line, :column)
      order by line, column_name limit :limit`,
    { id, ...after, limit: FAULTS_PER_PAGE },
  )
}
