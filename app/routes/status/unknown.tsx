import { notFound } from '#app/domain/errors.ts'
import { publicLoader } from '#app/http/public-handlers.server.ts'

/** Whatever else is asked below /status: not found, without a look at session or database. */
export const loader = publicLoader(() => {
  throw notFound()
})

export const handle = { noScript: true }

/** Never seen: with a component, the refusal above is shown as a page. */
export default function Unknown() {
  return null
}
