import { nobody } from '#app/domain/access/actor.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import type { Database } from '#db/client.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addPerson, PASSWORD, type Person } from '#tests/factories/user.ts'
import { cookieOf, openSite } from '#tests/factories/visit.ts'

/** Administrators before the pages on which users and accounts are added. */
export function administration(database: { readonly db: Database }) {
  let unique = 0
  const ctx = () => deskContext(database.db, nobody)
  const at = () => openSite(database.db)
  return {
    ctx,
    at,
    as: (person: Person) => deskContext(database.db, person.actor),
    newEmail: () => `nouveau${++unique}@vigie.test`,
    /** One who is signed in. */
    async administrator() {
      const person = await addPerson(ctx(), { role: 'administrator' })
      const answer = await at().visit(signInAction, '/sign-in', {
        form: { email: person.email, password: PASSWORD },
      })
      return { ...person, cookie: cookieOf(answer, '__Host-vigie') ?? '' }
    },
    post: (action: unknown, cookie: string, form: Record<string, string>) =>
      at().visit(action, '/admin', { cookie, form }),
  }
}
