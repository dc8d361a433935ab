import { redirect } from '@remix-run/node'
import { signOutEverywhere } from '#app/domain/access/own-sessions.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { signedOut } from '#app/http/sign-in.server.ts'

export const loader = guardedLoader('signed-in', () => redirect('/settings'))

/** Ends every session of the user, this one too. */
export const action = guardedAction('signed-in', async (args) => {
  await signOutEverywhere(args.ctx)
  const toast = { kind: 'success', message: args.t('access:signOut.everywhereDone') } as const
  return redirectWithToast('/sign-in', toast, await signedOut(args))
})

/** A page, so that errors are shown as one. */
export default () => null
