import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { LINK_LIMITS } from '#app/domain/access/limits.ts'
import { action as activateAction, loader as activateLoader } from '#app/routes/access/activate.tsx'
import { action as forgotAction, loader as forgotLoader } from '#app/routes/access/forgot-password.tsx'
import { action as resendAction } from '#app/routes/access/resend-activation.tsx'
import { action as resetAction, loader as resetLoader } from '#app/routes/access/reset-password.tsx'
import { action as signInAction } from '#app/routes/access/sign-in.tsx'
import { rows } from '#db/client.ts'
import { AccessToken, Session, User } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { deskContext, NOW, write } from '#tests/factories/context.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { type Answer, cookieOf, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, nobody)
let addresses = 0
const site = (at = NOW) => openSite(database.db, { at, address: `203.0.113.${++addresses}` })
const NEW_PASSWORD = 'encore une phrase nouvelle'
const later = (milliseconds: number) => new Date(new Date(NOW).getTime() + milliseconds).toISOString()
const HOUR = 3_600_000

const askForReset = (email: string) => site().visit(forgotAction, '/password/forgot', { form: { email } })
const askForActivation = (email: string) =>
  site().visit(resendAction, '/activate/resend', { form: { email } })

/** The tokens of the links mailed to an address, oldest first. */
async function mailed(email: string): Promise<{ template: string; token: string; hours: number }[]> {
  const mails = await Mail.query(database.db).where({ toAddress: email }).orderBy('createdAt')
  return mails.map(({ template, data }) => {
    const { url, hours } = data as { url: string; hours: number }
    return { template, token: url.split('/').at(-1) ?? '', hours }
  })
}
async function lastToken(email: string): Promise<string> {
  return (await mailed(email)).at(-1)?.token ?? ''
}
const open = (loader: unknown, token: string, at = NOW) => site(at).visit(loader, '/x', { params: { token } })
const send = (action: unknown, token: string, password = NEW_PASSWORD, at = NOW) =>
  site(at).visit(action, '/x', { params: { token }, form: { password } })
const mayEnter = async (email: string, password: string) =>
  (await site().visit(signInAction, '/sign-in', { form: { email, password } })).status === 302
const stateOf = (answer: Answer) => (answer.body as { state: string }).state
const formError = (answer: Answer) =>
  (answer.body as { result: { error: { '': string[] } } }).result.error['']?.[0]

async function invited() {
  const person = await addPerson(ctx(), { state: 'invited' })
  await askForActivation(person.email)
  return { ...person, token: await lastToken(person.email) }
}
async function forgetful() {
  const person = await addPerson(ctx())
  await askForReset(person.email)
  return { ...person, token: await lastToken(person.email) }
}

describe('an activation link', () => {
  test('is looked at as often as one likes, then sets the password and signs in', async () => {
    const { email, token, id, name } = await invited()
    for (let look = 0; look < 2; look++) {
      expect((await open(activateLoader, token)).body).toEqual({
        title: expect.stringContaining(name),
        ...{ state: 'valid', name, email },
      })
    }
    const done = await send(activateAction, token)
    expect(done.status).toBe(302)
    expect(done.headers.get('Location')).toBe('/home')
    expect(cookieOf(done, '__Host-vigie')).toBeDefined()
    expect(await Session.query(database.db).where({ userId: id }).resultSize()).toBe(1)
    expect(await mayEnter(email, NEW_PASSWORD)).toBe(true)
  })

  test('is good for 72 hours to the millisecond', async () => {
    const last = await invited()
    expect((await send(activateAction, last.token, NEW_PASSWORD, later(72 * HOUR - 1))).status).toBe(302)
    const late = await invited()
    expect((await open(activateLoader, late.token, later(72 * HOUR))).status).toBe(410)
    const refused = await send(activateAction, late.token, NEW_PASSWORD, later(72 * HOUR))
    expect(refused.status).toBe(412)
    expect(formError(refused)).toMatch(/^Ce lien a expiré/)
    expect(await mayEnter(late.email, NEW_PASSWORD)).toBe(false)
  })

  test('works once: a second press changes nothing and says so', async () => {
    const { email, token } = await invited()
    await send(activateAction, token)
    const again = await send(activateAction, token, 'une toute autre phrase')
    expect(again.status).toBe(412)
    expect(formError(again)).toMatch(/^Ce lien a déjà servi/)
    expect(await mayEnter(email, 'une toute autre phrase')).toBe(false)
    const seen = await open(activateLoader, token)
    expect([seen.status, stateOf(seen)]).toEqual([410, 'used'])
  })

  test('used twice at the same time: one wins', async () => {
    const { id, token, email } = await invited()
    const passwords = ['premiere phrase choisie', 'seconde phrase choisie']
    const answers = await Promise.all(passwords.map((password) => send(activateAction, token, password)))
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 412])
    expect(await Session.query(database.db).where({ userId: id }).resultSize()).toBe(1)
    const entering = await Promise.all(passwords.map((password) => mayEnter(email, password)))
    expect(entering).toEqual(answers.map(({ status }) => status === 302))
  })

  test('used ends the others that were sent', async () => {
    const { email, token } = await invited()
    await askForActivation(email)
    const second = await lastToken(email)
    expect(second).not.toBe(token)
    // The mail that came late still opens; the one it overtook does not any more.
    expect((await send(activateAction, token)).status).toBe(302)
    expect(stateOf(await open(activateLoader, second))).toBe('used')
  })

  test('keeps for another try when the password is refused', async () => {
    const { token } = await invited()
    for (const password of ['motdepasse123', 'Camille Martin 75', 'trop court']) {
      expect((await send(activateAction, token, password)).status).toBe(422)
    }
    expect((await send(activateAction, token)).status).toBe(302)
  })

  test('that nobody sent is not found', async () => {
    const { token } = await forgetful()
    for (const wrong of ['', 'a', `${'x'.repeat(43)}`, token]) {
      const answer = await open(activateLoader, wrong)
      expect([answer.status, stateOf(answer)]).toEqual([404, 'unknown'])
      expect((await send(activateAction, wrong)).status).toBe(412)
    }
  })

  test('does not open for a disabled user', async () => {
    const { id, token } = await invited()
    await write(ctx(), (tx) =>
      User.query(tx.db)
        .patch({ disabledAt: new Date(NOW) })
        .where({ id }),
    )
    expect((await open(activateLoader, token)).status).toBe(410)
    expect((await send(activateAction, token)).status).toBe(412)
  })

  test('is not used from another site', async () => {
    const { token } = await invited()
    const answer = await site().visit(activateAction, '/x', {
      params: { token },
      form: { password: NEW_PASSWORD },
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(answer.status).toBe(403)
    expect(stateOf(await open(activateLoader, token))).toBe('valid')
  })

  test('is audited, and its secret is in the outgoing mail alone', async () => {
    const { id, token } = await invited()
    await send(activateAction, token)
    const actions = await rows<{ action: string }>(
      database.db,
      'select action from audit_entries where subject_id = :id order by id',
      { id },
    )
    expect(actions.map(({ action }) => action)).toEqual([
      'link.requested',
      'user.activated',
      'session.opened',
    ])
    const elsewhere = await rows<{ found: string }>(
      database.db,
      `select cast(x as text) as found from access_tokens x union all select cast(y as text) from audit_entries y`,
    )
    for (const { found } of elsewhere) expect(found).not.toContain(token)
    expect((await Mail.query(database.db).where({ userId: id }).first())?.secret).toBe(true)
  })
})

describe('a link for a new password', () => {
  test('sets it, closes every session and asks to sign in with it', async () => {
    const { email, id, token } = await forgetful()
    const device = await site().visit(signInAction, '/sign-in', { form: { email, password: PASSWORD } })
    const cookie = cookieOf(device, '__Host-vigie')
    expect((await open(resetLoader, token)).body).toEqual({
      title: expect.any(String),
      ...{ state: 'valid', email },
    })
    const done = await site().visit(resetAction, '/x', {
      params: { token },
      form: { password: NEW_PASSWORD },
      cookie,
    })
    expect(done.headers.get('Location')).toBe('/sign-in')
    expect(done.headers.getSetCookie().find((set) => set.startsWith('__Host-vigie'))).toContain('Max-Age=0')
    expect(await Session.query(database.db).where({ userId: id }).resultSize()).toBe(0)
    expect(await mayEnter(email, PASSWORD)).toBe(false)
    expect(await mayEnter(email, NEW_PASSWORD)).toBe(true)
  })

  test('is good for one hour to the millisecond, once', async () => {
    const { token } = await forgetful()
    expect((await send(resetAction, token, NEW_PASSWORD, later(HOUR))).status).toBe(412)
    expect((await send(resetAction, token, NEW_PASSWORD, later(HOUR - 1))).status).toBe(302)
    const again = await send(resetAction, token, NEW_PASSWORD, later(HOUR - 1))
    expect([again.status, formError(again)]).toEqual([412, expect.stringMatching(/déjà servi/)])
  })

  test('used twice at the same time: one wins', async () => {
    const { token } = await forgetful()
    const answers = await Promise.all([send(resetAction, token), send(resetAction, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 412])
  })
})

describe('asking for a link', () => {
  test('mails what helps, whichever of the two pages was used', async () => {
    const active = await addPerson(ctx())
    const waiting = await addPerson(ctx(), { state: 'invited' })
    for (const ask of [askForReset, askForActivation]) {
      await ask(active.email)
      await ask(waiting.email)
    }
    expect((await mailed(active.email)).map(({ template, hours }) => [template, hours])).toEqual([
      ['password_reset', 1],
      ['password_reset', 1],
    ])
    expect((await mailed(waiting.email)).map(({ template, hours }) => [template, hours])).toEqual([
      ['activation', 72],
      ['activation', 72],
    ])
  })

  test('answers the same, byte for byte and in the same time, whoever it is', async () => {
    const people = [
      await addPerson(ctx()),
      await addPerson(ctx(), { state: 'invited' }),
      await addPerson(ctx(), { state: 'disabled' }),
      { email: 'personne@vigie.test' },
    ]
    for (const ask of [askForReset, askForActivation]) {
      const answers: { answer: Answer; milliseconds: number }[] = []
      for (const { email } of people) {
        const started = performance.now()
        const answer = await ask(email)
        answers.push({ answer, milliseconds: performance.now() - started })
      }
      const plain = ({ answer }: { answer: Answer }) => ({ ...answer, headers: [...answer.headers] })
      expect(answers[0]?.answer.status).toBe(302)
      for (const one of answers) {
        expect(plain(one)).toEqual(plain(answers[0] as { answer: Answer }))
        expect(one.milliseconds).toBeGreaterThanOrEqual(395)
      }
    }
    expect(await mailed('personne@vigie.test')).toEqual([])
    expect(await mailed(people[2]?.email ?? '')).toEqual([])
    const shown = await site().visit(forgotLoader, '/password/forgot?sent')
    expect(shown.body).toEqual({ title: expect.any(String), sent: true })
  })

  test('too often for one address: 429 with the wait, known or not', async () => {
    for (const { email } of [await addPerson(ctx()), { email: 'inconnue@vigie.test' }]) {
      const answers = await Promise.all(
        Array.from({ length: LINK_LIMITS.email.points + 1 }, () => askForReset(email)),
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 302)).toHaveLength(LINK_LIMITS.email.points)
      const refused = answers.find(({ status }) => status === 429)
      expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(3500)
      expect(formError(refused as Answer)).toBe('Trop de tentatives à la suite. Réessayez dans 60 minutes.')
    }
  })

  test('too often from one place', async () => {
    const at = site()
    const ask = (email: string) => at.visit(forgotAction, '/password/forgot', { form: { email } })
    await ask('un@vigie.test')
    await rows(
      database.db,
      `update rate_limits set points = :points where key like 'link-address%' and points = 1`,
      {
        points: LINK_LIMITS.address.points - 1,
      },
    )
    expect((await ask('deux@vigie.test')).status).toBe(302)
    expect((await ask('trois@vigie.test')).status).toBe(429)
  })

  test('stores tokens by hash, each with its own end', async () => {
    const { id, token } = await forgetful()
    const [stored] = await AccessToken.query(database.db).where({ userId: id })
    expect(stored?.tokenHash).toHaveLength(32)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(stored?.expiresAt.toISOString()).toBe(later(HOUR))
  })
})
