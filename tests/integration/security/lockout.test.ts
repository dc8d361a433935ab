import { expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { SIGN_IN_LIMITS } from '#app/domain/access/limits.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { deskContext } from '#tests/factories/context.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

test('who is refused at one address goes on without keeping the owner out at another', async () => {
  const { email } = await addPerson(deskContext(database.db, nobody))
  const attacker = openSite(database.db, { address: '198.51.100.66' })
  for (let attempt = 0; attempt < SIGN_IN_LIMITS.email.points; attempt++) {
    await attacker.visit(signInAction, '/sign-in', { form: { email, password: 'une autre phrase' } })
  }
  const owner = openSite(database.db, { address: '198.51.100.1' })
  const entered = await owner.visit(signInAction, '/sign-in', { form: { email, password: PASSWORD } })
  expect(entered.status).toBe(302)
})
