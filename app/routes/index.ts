import { redirect } from '@remix-run/node'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { homeOf } from '#app/http/home.ts'

/** `/`: everybody's own first page. */
export const loader = guarded('public', ({ user }) => redirect(user ? homeOf(user.actor.role) : '/sign-in'))
