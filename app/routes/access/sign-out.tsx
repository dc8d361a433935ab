import { redirect } from '@remix-run/node'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { signOut } from '#app/http/sign-in.server.ts'

/** A link or a reload changes nothing: it leads home. */
export const loader = guardedLoader('public', () => redirect('/'))

/** Open to everybody: the cookie of a session that has ended goes away just as well. */
export const action = guardedAction('public', async (args) =>
  redirectWithToast(
    '/sign-in',
    { kind: 'success', message: args.t('access:signOut.done') },
    await signOut(args),
  ),
)

/** A page, so that errors are shown as one. */
export default () => null
