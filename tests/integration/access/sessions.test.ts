import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { findSession } from '#app/domain/access/sessions.ts'
import { action as signOutAction } from '#app/routes/access/sign-out.tsx'
import { action as everywhereAction } from '#app/routes/access/sign-out-everywhere.tsx'
import { deskContext, NOW } from '#tests/factories/context.ts'
import { HTTPS_COOKIE, signInSite, tokenOf } from '#tests/factories/sign-in.ts'
import { addPerson } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { ctx, enter } = signInSite(database)

describe('signing out', () => {
  test('ends the session and takes the cookie away, twice as well as once', async () => {
    const { at, answer, cookie } = await enter((await addPerson(ctx())).email)
    for (let press = 0; press < 2; press++) {
      const out = await at.visit(signOutAction, '/sign-out', { form: {}, cookie })
      expect(out.headers.get('Location')).toBe('/sign-in')
      expect(out.headers.getSetCookie().find((set) => set.startsWith(HTTPS_COOKIE))).toContain('Max-Age=0')
    }
    expect(await findSession(ctx(), tokenOf(answer))).toBeNull()
  })

  test('everywhere ends every session of this user and nobody else’s', async () => {
    const person = await addPerson(ctx())
    const other = await enter((await addPerson(ctx())).email)
    const phone = await enter(person.email)
    const desk = await enter(person.email)
    const out = await desk.at.visit(everywhereAction, '/sign-out/everywhere', {
      form: {},
      cookie: desk.cookie,
    })
    expect(out.headers.get('Location')).toBe('/sign-in')
    expect(await findSession(ctx(), tokenOf(phone.answer))).toBeNull()
    expect(await findSession(ctx(), tokenOf(desk.answer))).toBeNull()
    expect(await findSession(ctx(), tokenOf(other.answer))).not.toBeNull()
  })

  test('from another site is refused and changes nothing', async () => {
    const { at, answer, cookie } = await enter((await addPerson(ctx())).email)
    const headers = { 'sec-fetch-site': 'cross-site' }
    for (const handler of [signOutAction, everywhereAction]) {
      expect((await at.visit(handler, '/sign-out', { form: {}, cookie, headers })).status).toBe(403)
    }
    expect(await findSession(ctx(), tokenOf(answer))).not.toBeNull()
  })
})

describe('a session', () => {
  test('ends with its time, and at once when its user is disabled', async () => {
    const person = await addPerson(ctx())
    const { answer } = await enter(person.email)
    const days = (count: number) => new Date(new Date(NOW).getTime() + count * 86_400_000).toISOString()
    const at = (time: string) => findSession(deskContext(database.db, nobody, time), tokenOf(answer))
    expect(await at(days(29.9))).not.toBeNull()
    expect(await at(days(30))).toBeNull()
    await database.db.transaction(async (trx) => {
      await trx.raw('update users set disabled_at = now() where id = ?', [person.id])
      await trx.raw(`insert into audit_entries (at, actor_kind, action, subject_type, subject_id)
                     values (now(), 'nobody', 'test.written', 'test', '1')`)
    })
    expect(await at(NOW)).toBeNull()
  })
})
