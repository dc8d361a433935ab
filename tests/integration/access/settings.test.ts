import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { PASSWORD_CHANGE_LIMIT } from '#app/domain/access/limits.ts'
import { action as settingsAction, loader as settingsLoader } from '#app/routes/access/settings.tsx'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { Session, User } from '#db/models/access.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addPerson, PASSWORD, type Person } from '#tests/factories/user.ts'
import { cookieOf, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, nobody)
const at = () => openSite(database.db)
const NEW_PASSWORD = 'encore une phrase nouvelle'

async function cookieFor(person: Person, password = PASSWORD): Promise<string> {
  const answer = await at().visit(signInAction, '/sign-in', { form: { email: person.email, password } })
  return cookieOf(answer, '__Host-vigie') ?? ''
}
const send = (cookie: string, form: Record<string, string>) =>
  at().visit(settingsAction, '/settings', { cookie, form })
interface Page {
  sessions: { id: string; current: boolean; device: string | null }[]
}
const read = async (cookie: string) =>
  (await at().visit(settingsLoader, '/settings', { cookie })).body as Page

describe('the settings of the user', () => {
  test('are for whoever is signed in, of any role', async () => {
    const away = await at().visit(settingsLoader, '/settings')
    expect(away.headers.get('Location')).toBe('/sign-in?returnTo=%2Fsettings')
    for (const role of ['member', 'officer', 'publisher', 'administrator'] as const) {
      const person = await addPerson(ctx(), { role })
      const page = await at().visit(settingsLoader, '/settings', { cookie: await cookieFor(person) })
      expect(page.body).toMatchObject({
        email: person.email,
        places: role === 'member' ? null : expect.any(Array),
      })
    }
  })

  test('change name and language, of the pages too', async () => {
    const person = await addPerson(ctx())
    const done = await send(await cookieFor(person), { intent: 'profile', name: ' Ana Silva ', locale: 'en' })
    expect(done.status).toBe(302)
    expect(cookieOf(done, 'vigie_locale')).toBeDefined()
    const changed = await User.query(database.db).findById(person.id)
    expect(changed).toMatchObject({ name: 'Ana Silva', locale: 'en', role: 'member' })
  })

  test('refuse an empty name, another language, fields that are not theirs, and what they do not know', async () => {
    const person = await addPerson(ctx())
    const cookie = await cookieFor(person)
    for (const form of [
      { intent: 'profile', name: '  ', locale: 'fr' },
      { intent: 'profile', name: 'Ana', locale: 'de' },
      { intent: 'profile', name: 'Ana', locale: 'fr', role: 'administrator' },
      { intent: 'profile', name: 'x'.repeat(201), locale: 'fr' },
      { intent: 'promote' },
    ]) {
      expect((await send(cookie, form as unknown as Record<string, string>)).status).toBe(422)
    }
    expect(await User.query(database.db).findById(person.id)).toMatchObject({
      name: person.name,
      role: 'member',
    })
  })

  test('change the password and close the other sessions, not this one', async () => {
    const person = await addPerson(ctx())
    const [phone, desk] = [await cookieFor(person), await cookieFor(person)]
    const done = await send(desk, { intent: 'password', current: PASSWORD, password: NEW_PASSWORD })
    expect(done.status).toBe(302)
    const redirected = await at().visit(settingsLoader, '/settings', { cookie: phone })
    expect(redirected.status).toBe(302)
    expect((await read(desk)).sessions).toEqual([expect.objectContaining({ current: true })])
    expect(await cookieFor(person, NEW_PASSWORD)).not.toBe('')
    expect(await cookieFor(person)).toBe('')
  })

  test('keep the password when the current one is wrong, the new one too easy, or another session was faster', async () => {
    const person = await addPerson(ctx())
    const cookie = await cookieFor(person)
    for (const [current, password] of [
      ['pas le mien du tout', NEW_PASSWORD],
      [PASSWORD, 'motdepasse123'],
      [PASSWORD, 'trop court'],
    ] as const) {
      expect((await send(cookie, { intent: 'password', current, password })).status).toBe(422)
    }
    const both = await Promise.all(
      ['premiere phrase choisie', 'seconde phrase choisie'].map((password) =>
        send(cookie, { intent: 'password', current: PASSWORD, password }),
      ),
    )
    // The slower one is told: by the conditional update, or because its current password no longer is.
    const statuses = both.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(302)
    expect([409, 422]).toContain(statuses[1])
  })

  test('stop whoever guesses the current password', async () => {
    const person = await addPerson(ctx())
    const cookie = await cookieFor(person)
    const guess = () =>
      send(cookie, { intent: 'password', current: 'une supposition', password: NEW_PASSWORD })
    for (let tries = 0; tries < PASSWORD_CHANGE_LIMIT.points; tries++)
      expect((await guess()).status).toBe(422)
    const refused = await guess()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(800)
  })

  test('list one’s own sessions and end one; anybody else’s does not exist', async () => {
    const [person, other] = [await addPerson(ctx()), await addPerson(ctx())]
    const [phone, desk] = [await cookieFor(person), await cookieFor(person)]
    const others = (await read(await cookieFor(other))).sessions
    const { sessions } = await read(desk)
    expect(sessions.map(({ device }) => device)).toEqual(['Firefox, Windows', 'Firefox, Windows'])
    const onPhone = sessions.find(({ current }) => !current)?.id ?? ''
    expect((await send(desk, { intent: 'revoke', session: others[0]?.id ?? '' })).status).toBe(404)
    expect((await send(desk, { intent: 'revoke', session: 'abc' })).status).toBe(422)
    expect((await send(desk, { intent: 'revoke', session: onPhone })).status).toBe(302)
    expect((await send(desk, { intent: 'revoke', session: onPhone })).status).toBe(404)
    expect((await at().visit(settingsLoader, '/settings', { cookie: phone })).status).toBe(302)
    expect(await Session.query(database.db).where({ userId: other.id }).resultSize()).toBe(1)
  })

  test('are not changed from another site', async () => {
    const person = await addPerson(ctx())
    const answer = await at().visit(settingsAction, '/settings', {
      cookie: await cookieFor(person),
      form: { intent: 'profile', name: 'Mallory', locale: 'en' },
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(answer.status).toBe(403)
    expect((await User.query(database.db).findById(person.id))?.name).toBe(person.name)
  })
})
