import { isUuid } from '#app/domain/ids.ts'
import { toastCookie } from '#app/http/cookies.server.ts'
import { action as guardedAction, idParam } from '#app/http/handlers.server.ts'
import { receiveUpload } from '#app/http/upload.server.ts'

/** The same upload as the page's own form, for its script: answers with JSON, and the page then reloads its data. */
export const action = guardedAction('submission:send', async (args) => {
  const { reply, status, headers } = await receiveUpload(args, idParam(args.params.requirementId, isUuid))
  if (reply.ok) {
    const toast = { kind: 'success', message: args.t('requirements:page.received') } as const
    headers.append('Set-Cookie', await toastCookie.serialize(toast))
  }
  headers.set('Cache-Control', 'no-store')
  return Response.json(reply, { status, headers })
})
