import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { SIGN_IN_LIMITS } from '#app/domain/access/limits.ts'
import { findSession } from '#app/domain/access/sessions.ts'
import { signIn } from '#app/domain/access/sign-in.ts'
import { action as signInAction, loader as signInLoader } from '#app/routes/access/sign-in.tsx'
import { action as signOutAction } from '#app/routes/access/sign-out.tsx'
import { action as everywhereAction } from '#app/routes/access/sign-out-everywhere.tsx'
import { rows } from '#db/client.ts'
import { Session } from '#db/models/access.ts'
import { deskContext, NOW } from '#tests/factories/review-scene.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { type Answer, cookieOf, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, nobody)
const HTTPS_COOKIE = '__Host-vigie'
let addresses = 0
/** Every test comes from its own network address, so that none uses up another's tries. */
const ownAddress = () => `198.51.100.${++addresses}`
const site = (options = {}) => openSite(database.db, { address: ownAddress(), ...options })

async function enter(email: string, options = {}) {
  const at = site(options)
  const answer = await at.visit(signInAction, '/sign-in', { form: { email, password: PASSWORD } })
  return { at, answer, cookie: cookieOf(answer, HTTPS_COOKIE) ?? '' }
}
const tokenOf = (answer: Answer): string => {
  const value = decodeURIComponent(cookieOf(answer, HTTPS_COOKIE)?.split('=').slice(1).join('=') ?? '')
  return JSON.parse(Buffer.from(value, 'base64').toString()) as string
}
const formErrors = (answer: Answer) =>
  (answer.body as { result: { error: { '': string[] } } }).result.error['']

describe('signing in', () => {
  test('leads each role to its home, whatever the case of the address', async () => {
    const homes = {
      member: '/home',
      officer: '/review',
      publisher: '/desk',
      administrator: '/admin',
    } as const
    for (const [role, home] of Object.entries(homes)) {
      const person = await addPerson(ctx(), { role: role as keyof typeof homes })
      const { answer } = await enter(`  ${person.email.toUpperCase()} `)
      expect(answer.status).toBe(302)
      expect(answer.headers.get('Location')).toBe(home)
    }
  })

  test('sets a __Host- cookie on https that no script, other site or subdomain can use', async () => {
    const { answer } = await enter((await addPerson(ctx())).email)
    const [cookie = ''] = answer.headers.getSetCookie()
    const attributes = cookie.split('; ').slice(1)
    expect(cookie).toMatch(/^__Host-vigie=/)
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'])
  })

  test('sets a plain cookie on http, where a browser would drop the other', async () => {
    const { answer } = await enter((await addPerson(ctx())).email, { publicUrl: 'http://localhost:3000' })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^vigie=/)
    expect(cookie).not.toContain('Secure')
  })

  test('gives staff half a day', async () => {
    const { answer } = await enter((await addPerson(ctx(), { role: 'officer' })).email)
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=43200')
  })

  test('opens a new session and closes the one of the cookie that came with it', async () => {
    const person = await addPerson(ctx())
    const first = await enter(person.email)
    const again = await first.at.visit(signInAction, '/sign-in', {
      form: { email: person.email, password: PASSWORD },
      cookie: first.cookie,
    })
    expect(tokenOf(again)).not.toBe(tokenOf(first.answer))
    expect(await findSession(ctx(), tokenOf(first.answer))).toBeNull()
    expect((await findSession(ctx(), tokenOf(again)))?.email).toBe(person.email)
    expect(await Session.query(database.db).where({ userId: person.id }).resultSize()).toBe(1)
  })

  test('returns to the page that asked for it, never to another site', async () => {
    const person = await addPerson(ctx())
    const leadsTo = async (returnTo: string) => {
      const form = { email: person.email, password: PASSWORD, returnTo }
      return (await site().visit(signInAction, '/sign-in', { form })).headers.get('Location')
    }
    expect(await leadsTo('/requirements/1?from=mail')).toBe('/requirements/1?from=mail')
    for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1']) {
      expect(await leadsTo(elsewhere)).toBe('/home')
    }
  })

  test('is skipped by whoever is signed in already', async () => {
    const { at, cookie } = await enter((await addPerson(ctx())).email)
    const answer = await at.visit(signInLoader, '/sign-in?returnTo=/history', { cookie })
    expect(answer.headers.get('Location')).toBe('/history')
  })

  test('is in the audit of the account', async () => {
    const person = await addPerson(ctx())
    await enter(person.email)
    const [entry] = await rows<{ action: string; actorId: string; accountId: string }>(
      database.db,
      `select action, actor_id, account_id from audit_entries where subject_id = :id`,
      { id: person.id },
    )
    expect(entry).toEqual({
      action: 'session.opened',
      actorId: person.id,
      accountId: person.actor.accountId,
    })
  })

  test('keeps no secret in the database', async () => {
    const { answer } = await enter((await addPerson(ctx())).email)
    const token = tokenOf(answer)
    const stored = await rows<{ found: string }>(
      database.db,
      `select cast(s as text) as found from sessions s union all select cast(a as text) from audit_entries a`,
    )
    expect(stored.length).toBeGreaterThan(0)
    for (const { found } of stored) {
      expect(found).not.toContain(token)
      expect(found).not.toContain(PASSWORD)
    }
  })
})

describe('a refused sign-in', () => {
  test('is the same answer, byte for byte, whatever the reason', async () => {
    const person = await addPerson(ctx())
    const disabled = await addPerson(ctx(), { state: 'disabled' })
    const invited = await addPerson(ctx(), { state: 'invited' })
    const answers: Answer[] = []
    for (const [email, password] of [
      [person.email, 'une autre phrase'],
      [disabled.email, PASSWORD],
      [invited.email, PASSWORD],
      ['personne@vigie.test', PASSWORD],
    ] as const) {
      const answer = await site().visit(signInAction, '/sign-in', { form: { email, password } })
      // The form hands back the address as it was typed; everything else is compared.
      answers.push(
        JSON.parse(JSON.stringify({ ...answer, headers: [...answer.headers] }).replaceAll(email, 'X')),
      )
    }
    expect(answers[0]?.status).toBe(422)
    expect(formErrors(answers[0] as Answer)).toHaveLength(1)
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('never sends the password back', async () => {
    const form = { email: 'personne@vigie.test', password: 'un secret bien garde' }
    const answer = await site().visit(signInAction, '/sign-in', { form })
    expect(JSON.stringify(answer.body)).not.toContain('un secret bien garde')
  })

  test('speaks the language of the reader', async () => {
    const visit = (language: string) =>
      site().visit(signInAction, '/sign-in', {
        form: { email: 'personne@vigie.test', password: 'x' },
        headers: { 'accept-language': language },
      })
    expect(formErrors(await visit('fr'))[0]).toMatch(/^L’adresse ou le mot de passe/)
    expect(formErrors(await visit('en-GB'))[0]).toMatch(/^The address or the password/)
  })

  test('says what is missing, and refuses fields that it does not know', async () => {
    const fields = async (form: Record<string, string>) => {
      const answer = await site().visit(signInAction, '/sign-in', { form })
      expect(answer.status).toBe(422)
      return (answer.body as { result: { error: object } }).result.error
    }
    expect(Object.keys(await fields({ email: 'pas une adresse' })).sort()).toEqual(['email', 'password'])
    expect(await fields({ email: 'a@b.fr', password: 'x', admin: '1' })).toEqual({
      '': ['field.unknownField'],
    })
  })

  test('comes from another site: 403, before anything is tried', async () => {
    const person = await addPerson(ctx())
    const origins: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': '', origin: 'https://evil.example' },
    ]
    for (const headers of origins) {
      const form = { email: person.email, password: PASSWORD }
      const answer = await site().visit(signInAction, '/sign-in', { form, headers })
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test('does not take a session from a password that was changed while it was checked', async () => {
    const person = await addPerson(ctx())
    const racing = signIn(
      ctx(),
      { email: person.email, password: PASSWORD },
      { address: ownAddress(), userAgent: '' },
      null,
    )
    await database.db.transaction(async (trx) => {
      await trx.raw(`update users set password_hash = 'another' where id = ?`, [person.id])
      await trx.raw(`insert into audit_entries (at, actor_kind, action, subject_type, subject_id)
                     values (now(), 'nobody', 'test.written', 'test', '1')`)
    })
    const opened = await racing.catch(() => null)
    const open = await Session.query(database.db).where({ userId: person.id }).resultSize()
    expect(open).toBe(opened ? 1 : 0)
  })
})

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
