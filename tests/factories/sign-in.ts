import { nobody } from '#app/domain/access/actor.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import type { Database } from '#db/client.ts'
import { deskContext } from '#tests/factories/context.ts'
import { PASSWORD } from '#tests/factories/user.ts'
import { type Answer, cookieOf, openSite } from '#tests/factories/visit.ts'

export const HTTPS_COOKIE = '__Host-vigie'

/** A site whose visitors come each from a network address of their own, so that none uses up another's tries. */
export function signInSite(database: { readonly db: Database }) {
  let addresses = 0
  const ownAddress = () => `198.51.100.${++addresses}`
  const site = (options = {}) => openSite(database.db, { address: ownAddress(), ...options })
  return {
    ctx: () => deskContext(database.db, nobody),
    ownAddress,
    site,
    /** Signs in with the password that everybody has. */
    async enter(email: string, options = {}) {
      const at = site(options)
      const answer = await at.visit(signInAction, '/sign-in', { form: { email, password: PASSWORD } })
      return { at, answer, cookie: cookieOf(answer, HTTPS_COOKIE) ?? '' }
    },
  }
}

/** The session's own token, from within the signed cookie. */
export function tokenOf(answer: Answer): string {
  const value = decodeURIComponent(cookieOf(answer, HTTPS_COOKIE)?.split('=').slice(1).join('=') ?? '')
  return JSON.parse(Buffer.from(value, 'base64').toString()) as string
}
