import { describe, expect, test } from 'vitest'
import { findSession } from '#app/domain/access/sessions.ts'
import { signIn } from '#app/domain/access/sign-in.ts'
import { action as signInAction, loader as signInLoader } from '#app/routes/access/sign-in.tsx'
import { rows } from '#db/client.ts'
import { Session } from '#db/models/access.ts'
import { signInSite, tokenOf } from '#tests/factories/sign-in.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import type { Answer } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { ctx, ownAddress, site, enter } = signInSite(database)

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
