import { redirect } from '@remix-run/node'
import { invalid } from '#app/domain/errors.ts'
import { themeCookie } from '#app/http/cookies.server.ts'
import { action as guarded, loader as guardedLoader, safeReturn } from '#app/http/handlers.server.ts'

/** A link or a reload changes nothing: it leads home. */
export const loader = guardedLoader('public', () => redirect('/'))

/** Chooses light, dark or the system's own colours and returns to the page. */
export const action = guarded('public', async ({ form }) => {
  const fields = await form()
  const theme = fields.get('theme')
  if (theme !== 'light' && theme !== 'dark' && theme !== 'system') throw invalid('choice')
  return redirect(safeReturn(fields.get('returnTo')), {
    headers: { 'Set-Cookie': await themeCookie.serialize(theme) },
  })
})

/** A page, so that errors are shown as one. */
export default () => null
