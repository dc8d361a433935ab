import { isUuid } from '#app/domain/ids.ts'
import { openFile } from '#app/domain/submissions/open-file.ts'
import { fileResponse } from '#app/http/file.server.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

/** `/files/:fileId` shows an original in the page, `?download=1` saves it. Every reading is in the audit. */
export const loader = guardedLoader('submission:read', async ({ ctx, params, url }) => {
  const purpose = url.searchParams.get('download') === '1' ? 'download' : 'view'
  const file = await openFile(ctx, { fileId: idParam(params.fileId, isUuid), purpose })
  return fileResponse(file, purpose)
})
