import { describe, expect, test } from 'vitest'
import { SIGN_IN_LIMITS } from '#app/domain/access/limits.ts'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { rows } from '#db/client.ts'
import { signInSite } from '#tests/factories/sign-in.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import type { Answer } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { ctx, site, enter } = signInSite(database)

const formErrors = (answer: Answer) =>
  (answer.body as { result: { error: { '': string[] } } }).result.error['']

describe('trying too often', () => {
  const wrong = (at: ReturnType<typeof site>, email: string) =>
    at.visit(signInAction, '/sign-in', { form: { email, password: 'une autre phrase' } })

  test('from one place at one user: as many as the limit, then 429 with the wait, also for the right password', async () => {
    const person = await addPerson(ctx())
    const at = site()
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.pair.points; attempt++) {
      expect((await wrong(at, person.email)).status).toBe(422)
    }
    const refused = await at.visit(signInAction, '/sign-in', {
      form: { email: person.email, password: PASSWORD },
    })
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers.get('Retry-After'))
    expect(seconds).toBeGreaterThan(800)
    expect(seconds).toBeLessThanOrEqual(SIGN_IN_LIMITS.pair.windowSeconds)
    expect(formErrors(refused)[0]).toBe('Trop de tentatives à la suite. Réessayez dans 15 minutes.')
    // Neither another user here nor this user elsewhere is kept out.
    expect((await wrong(at, 'quelquun@vigie.test')).status).toBe(422)
    expect((await enter(person.email)).answer.status).toBe(302)
  })

  test('one below the limit still enters, and starts anew', async () => {
    const person = await addPerson(ctx())
    const at = site()
    for (let round = 0; round < 2; round++) {
      for (let attempt = 1; attempt < SIGN_IN_LIMITS.pair.points; attempt++) await wrong(at, person.email)
      const form = { email: person.email, password: PASSWORD }
      expect((await at.visit(signInAction, '/sign-in', { form })).status).toBe(302)
    }
  })

  test('at one user from many places', async () => {
    const email = 'visee@vigie.test'
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.email.points; attempt++) {
      expect((await wrong(site(), email)).status).toBe(422)
    }
    expect((await wrong(site(), email)).status).toBe(429)
  })

  test('from one place at many users; entering costs nothing of it', async () => {
    const person = await addPerson(ctx())
    const at = site()
    const enterHere = () =>
      at.visit(signInAction, '/sign-in', { form: { email: person.email, password: PASSWORD } })
    await enterHere()
    await rows(
      database.db,
      `update rate_limits set points = :points where key like 'signin-address%' and points = 0`,
      { points: SIGN_IN_LIMITS.address.points - 1 },
    )
    expect((await enterHere()).status).toBe(302)
    expect((await wrong(at, 'a@vigie.test')).status).toBe(422)
    expect((await wrong(at, 'b@vigie.test')).status).toBe(429)
  })

  test('ends with the window', async () => {
    const at = site()
    for (let attempt = 0; attempt <= SIGN_IN_LIMITS.pair.points; attempt++) await wrong(at, 'fin@vigie.test')
    expect((await wrong(at, 'fin@vigie.test')).status).toBe(429)
    await rows(database.db, `update rate_limits set expire = 1`)
    expect((await wrong(at, 'fin@vigie.test')).status).toBe(422)
  })

  test('leaves no address of anybody in the table', async () => {
    await wrong(site(), 'discret@vigie.test')
    const kept = await rows<{ key: string }>(database.db, 'select key from rate_limits')
    expect(kept.filter(({ key }) => /discret|198\.51/.test(key))).toEqual([])
  })
})
