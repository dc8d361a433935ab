import { notFound } from '#app/domain/errors.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'

/** Whatever no other route names. */
export const loader = guardedLoader('public', () => {
  throw notFound()
})
export const action = guardedAction('public', () => {
  throw notFound()
})

/** A page, so that errors are shown as one. */
export default () => null
