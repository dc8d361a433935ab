import { isUuid } from '#app/domain/ids.ts'
import { listImportFaults, readImportReport } from '#app/domain/imports/read-report.ts'
import { faultsAsCsv } from '#app/http/csv-download.server.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

/** The whole report as CSV. */
export const loader = guardedLoader('account:create', async ({ ctx, params, t }) => {
  const id = idParam<string>(params.importId, isUuid)
  await readImportReport(ctx, id)
  return faultsAsCsv(t, `import-${id}`, (last) => listImportFaults(ctx, id, last))
})
