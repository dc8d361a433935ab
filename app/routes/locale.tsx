import { redirect } from '@remix-run/node'
import { invalid } from '#app/domain/errors.ts'
import { localeCookie } from '#app/http/cookies.server.ts'
import { action as guarded, loader as guardedLoader, safeReturn } from '#app/http/handlers.server.ts'

/** A link or a reload changes nothing: it leads home. */
export const loader = guardedLoader('public', () => redirect('/'))

/** Chooses the reader's language and returns to the page. */
export const action = guarded('public', async ({ form }) => {
  const fields = await form()
  const locale = fields.get('locale')
  if (locale !== 'fr' && locale !== 'en') throw invalid('choice')
  return redirect(safeReturn(fields.get('returnTo')), {
    headers: { 'Set-Cookie': await localeCookie.serialize(locale) },
  })
})

/** A page, so that errors are shown as one. */
export default () => null
