import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import type { CsvFault } from '#app/domain/csv/format.ts'
import { rows } from '#db/client.ts'

const PAGE = 500

/** What is wrong with the rows of a batch's file after line `after`, in the file's order; at most `limit`. */
export async function listSirenFaults(
  ctx: Context,
  batchId: string,
  { after = 0, limit = PAGE }: { after?: number; limit?: number } = {},
): Promise<CsvFault[]> {
  requirePermission(ctx.actor, 'request-batch:manage')
  return rows<CsvFault>(
    ctx.db,
    `select line, 'siren' as "column", code, value from request_batch_faults
      where batch_id = :batchId and line > :after order by line limit :limit`,
    { batchId, after, limit },
  )
}
