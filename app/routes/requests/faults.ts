import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { faultsAsCsv } from '#app/http/csv-download.server.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

/** The rows of the file that name no account, as CSV. */
export const loader = guardedLoader('request-batch:manage', async ({ ctx, params, t }) => {
  const id = idParam<RequestBatchId>(params.batchId, isUuid)
  await readBatch(ctx, id)
  return faultsAsCsv(t, `siren-${id}`, (last) => listSirenFaults(ctx, id, { after: last?.line ?? 0 }))
})
