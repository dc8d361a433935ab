import { notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { openPage } from '#app/domain/submissions/open-page.ts'
import { fileResponse } from '#app/http/file.server.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

/** `/files/:fileId/pages/:page` shows the image of one page, from 1. */
export const loader = guardedLoader('submission:read', async ({ ctx, params }) => {
  const fileId = idParam(params.fileId, isUuid)
  if (!/^[1-9]\d{0,2}$/.test(params.page ?? '')) throw notFound()
  return fileResponse(await openPage(ctx, { fileId, page: Number(params.page) }), 'view')
})
