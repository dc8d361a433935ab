import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { rows } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { addAccount, newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-03-02T09:00:00.000Z'
let key: { id: string; secret: string }
beforeAll(async () => {
  key = await makeApiKey(statusContext(database.db, nobody, NOW), { name: 'Core banking' })
})

const ctx = (actor = nobody as Parameters<typeof statusContext>[1], at = NOW) =>
  statusContext(database.db, actor, at)
const call = (what: string, body?: unknown, secret = key.secret, at = NOW) =>
  openApi(database.db, at).call(what, { key: secret, body })

let unique = 0
const martin = () => ({
  name: 'Boulangerie Martin',
  siren: newSiren(),
  legal_form: 'company',
  email: `Martin${++unique}@Commerce.test `,
  contact_name: 'Camille Martin',
  department: '75',
})

describe('an account', () => {
  it('is created with its first member, who is invited, under the name of the key', async () => {
    const order = martin()
    const made = await call('POST /accounts', { ...order, representative: 'Camille Martin', risk: 'high' })
    expect(made.status).toBe(201)
    expect(made.json).toEqual({
      object: 'account',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      livemode: true,
      name: 'Boulangerie Martin',
      siren: order.siren,
      legal_form: 'company',
      email: order.email.trim().toLowerCase(),
      department: '75',
      risk: 'high',
      regulated: false,
      representative: 'Camille Martin',
      owners: [],
      state: 'active',
      capabilities: { payments: 'active', payouts: 'active' },
      requirements: {
        currently_due: [],
        eventually_due: [],
        past_due: [],
        pending_verification: [],
        current_deadline: null,
        disabled_reason: null,
        errors: [],
      },
      created_at: NOW,
      closed_at: null,
    })
    const { id } = made.json
    expect((await call(`GET /accounts/${id}`)).json).toEqual(made.json)
    expect(await User.query(database.db).where({ accountId: id })).toMatchObject([
      { email: made.json.email, name: 'Camille Martin', role: 'member', locale: 'fr', activatedAt: null },
    ])
    expect(await Mail.query(database.db).where({ accountId: id })).toMatchObject([{ template: 'activation' }])
    const officer = await addUser(ctx(), 'officer')
    const { entries } = await accountTimeline(ctx(officer), id)
    expect(entries).toMatchObject([{ action: 'account.created', by: 'Core banking', byJob: false }])
  })

  it.each<[string, object, string, string]>([
    ['a wrong check digit', { siren: '732829321' }, '#/siren', 'SIREN'],
    ['eight digits', { siren: '73282932' }, '#/siren', 'SIREN'],
    ['no département', { department: '20' }, '#/department', 'département'],
    ['a département of old', { department: '99' }, '#/department', 'département'],
    ['no address', { email: 'martin' }, '#/email', 'email'],
    ['another form', { legal_form: 'sarl' }, '#/legal_form', 'sole_trader'],
    ['a name on two lines', { name: 'A\nB' }, '#/name', 'one line'],
    ['an empty name', { contact_name: ' ' }, '#/contact_name', ''],
    ['a risk of our own', { risk: 'low' }, '#/risk', 'standard'],
    ['too many owners', { owners: Array.from({ length: 21 }, String) }, '#/owners', '20'],
    ['a field of no account', { exempt: true }, '#/exempt', 'Unknown'],
  ])('with %s is refused at its place', async (_, wrong, pointer, word) => {
    const answer = await call('POST /accounts', { ...martin(), ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringContaining(word) }])
  })

  it('whose SIREN or address is taken is refused at its place, also of ten at once', async () => {
    const order = martin()
    const all = await Promise.all(Array.from({ length: 10 }, () => call('POST /accounts', order)))
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
    const taken = all.find(({ status }) => status === 409)
    expect(taken?.json).toMatchObject({
      type: 'urn:problem-type:vigie:sirenTaken',
      errors: [{ pointer: '#/siren', detail: expect.any(String) }],
    })
    const other = await call('POST /accounts', { ...martin(), email: order.email })
    expect(other.json).toMatchObject({ status: 409, errors: [{ pointer: '#/email' }] })
    expect(await Account.query(database.db).where({ siren: order.siren }).resultSize()).toBe(1)
  })

  it('is created once under one Idempotency-Key, and answered the same', async () => {
    const order = martin()
    const headers = { 'idempotency-key': 'sign-up 17' }
    const post = () =>
      openApi(database.db, NOW).call('POST /accounts', { key: key.secret, body: order, headers })
    const all = await Promise.all([post(), post(), post()])
    expect(new Set(all.map(({ text }) => text)).size).toBe(1)
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await Account.query(database.db).where({ siren: order.siren }).resultSize()).toBe(1)
    const { id } = all[0].json
    expect(await Mail.query(database.db).where({ accountId: id }).resultSize()).toBe(1)
  })

  it('is changed field by field, with what was before in the audit', async () => {
    const { json: made } = await call('POST /accounts', { ...martin(), owners: ['Ada', 'Zoé'] })
    const changed = await call(`PATCH /accounts/${made.id}`, {
      name: 'Martin et fils',
      email: 'NOUVEAU@commerce.test',
      risk: 'high',
      regulated: true,
      representative: 'Léa Martin',
    })
    expect(changed.status).toBe(200)
    expect(changed.json).toEqual({
      ...made,
      name: 'Martin et fils',
      email: 'nouveau@commerce.test',
      risk: 'high',
      regulated: true,
      representative: 'Léa Martin',
    })
    const [audited] = await AuditEntry.query(database.db).where({
      action: 'account.updated',
      subjectId: made.id,
    })
    expect(audited).toMatchObject({
      actorKind: 'api_key',
      actorId: key.id,
      before: { name: 'Boulangerie Martin', risk: 'standard', regulated: false },
      after: { name: 'Martin et fils', declared: { representative: 'Léa Martin', owners: ['Ada', 'Zoé'] } },
    })
    // Who signs in is not changed by the address of the business.
    expect(await User.query(database.db).where({ accountId: made.id })).toMatchObject([{ email: made.email }])
    await call(`PATCH /accounts/${made.id}`, { representative: null, owners: [] })
    expect((await call(`GET /accounts/${made.id}`)).json).toMatchObject({ representative: null, owners: [] })
  })

  it('that is changed to what it is already leaves no trace', async () => {
    const { json: made } = await call('POST /accounts', martin())
    await call(`PATCH /accounts/${made.id}`, { name: made.name, department: '75', risk: 'standard' })
    expect(await AuditEntry.query(database.db).where({ accountId: made.id }).resultSize()).toBe(1)
  })

  it.each<[string, object, string]>([
    ['nothing', {}, '#'],
    ['a SIREN, which never changes', { name: 'X', siren: '732829320' }, '#/siren'],
    ['a state, which follows from others', { name: 'X', state: 'active' }, '#/state'],
    ['null for a name', { name: null }, '#/name'],
  ])('is not changed by %s', async (_, body, pointer) => {
    const { json: made } = await call('POST /accounts', martin())
    const answer = await call(`PATCH /accounts/${made.id}`, body)
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.any(String) }])
  })

  it('that is unknown or closed is told apart', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const what of [`GET /accounts/${unknown}`, 'GET /accounts/abc', `PATCH /accounts/${unknown}`]) {
      const answer = await call(what, what.startsWith('PATCH') ? { risk: 'high' } : undefined)
      expect(answer.status, what).toBe(404)
    }
    const closed = await addAccount(ctx(), { siren: newSiren(), closedAt: new Date(NOW) })
    expect((await call(`PATCH /accounts/${closed.id}`, { risk: 'high' })).json).toMatchObject({
      status: 412,
      type: 'urn:problem-type:vigie:account.closed',
    })
    expect((await call(`GET /accounts/${closed.id}`)).json).toMatchObject({
      state: 'closed',
      capabilities: { payments: 'inactive', payouts: 'inactive' },
      requirements: { disabled_reason: 'other' },
      closed_at: NOW,
    })
  })
})

describe('a change of département', () => {
  // 3 April 2026 is Good Friday: a holiday in Alsace and Moselle alone.
  const GOOD_FRIDAY = '2026-04-03'
  const deadline = async (id: string) =>
    (await Requirement.query(database.db).findById(id).throwIfNotFound()).deadlineAt?.toISOString()

  async function asked(department: string, day: string) {
    const officer = await addUser(ctx(), 'officer')
    const account = await addAccount(ctx(), { siren: newSiren(), department })
    const order = { accountId: account.id, documentType: 'bank_details', deadline: day }
    return { account, id: await requestRequirement(ctx(officer), order) }
  }

  it('moves a deadline on where that day is a holiday', async () => {
    const { account, id } = await asked('75', GOOD_FRIDAY)
    expect(await deadline(id)).toBe('2026-04-03T21:59:59.999Z')
    await call(`PATCH /accounts/${account.id}`, { department: '67' })
    // Easter Monday is a holiday everywhere.
    expect(await deadline(id)).toBe('2026-04-07T21:59:59.999Z')
  })

  it('never brings one forward', async () => {
    const { account, id } = await asked('67', GOOD_FRIDAY)
    expect(await deadline(id)).toBe('2026-04-07T21:59:59.999Z')
    await call(`PATCH /accounts/${account.id}`, { department: '75' })
    expect(await deadline(id)).toBe('2026-04-07T21:59:59.999Z')
    expect(await ClockEntry.query(database.db).where({ requirementId: id })).toMatchObject([
      { kind: 'set', date: GOOD_FRIDAY },
      { kind: 'set', date: '2026-04-07', cause: 'department_changed', actorId: key.id },
    ])
  })

  it('leaves the ledger alone where nothing moves', async () => {
    const { account, id } = await asked('75', '2026-04-02')
    await call(`PATCH /accounts/${account.id}`, { department: '13' })
    expect(await ClockEntry.query(database.db).where({ requirementId: id }).resultSize()).toBe(1)
  })
})

describe('a test key', () => {
  it('is answered as if, and leaves nothing: no account, no mail, no audit', async () => {
    const { secret } = await makeApiKey(ctx(), { mode: 'test' })
    const count = async () =>
      rows(
        database.db,
        `select (select count(*) from accounts) as accounts, (select count(*) from users) as users,
          (select count(*) from mails) as mails, (select count(*) from audit_entries) as audit,
          (select count(*) from graphile_worker._private_jobs) as jobs`,
      )
    const { json: real } = await call('POST /accounts', martin())
    const before = await count()
    const tried = await call('POST /accounts', martin(), secret)
    expect(tried.status).toBe(201)
    expect(tried.json).toMatchObject({ object: 'account', livemode: false, state: 'active' })
    expect((await call(`GET /accounts/${tried.json.id}`, undefined, secret)).status).toBe(404)
    const renamed = await call(`PATCH /accounts/${real.id}`, { name: 'X' }, secret)
    expect(renamed.json).toMatchObject({ name: 'X', livemode: false })
    expect((await call('POST /accounts', { ...martin(), siren: real.siren }, secret)).status).toBe(409)
    expect(await count()).toEqual(before)
    expect((await call(`GET /accounts/${real.id}`, undefined, secret)).json).toEqual({
      ...real,
      livemode: false,
    })
  })
})

describe('the scopes', () => {
  it.each<[string, object | undefined, readonly string[], number]>([
    ['GET /accounts', undefined, ['accounts:read'], 200],
    ['GET /accounts', undefined, ['accounts:write'], 200],
    ['GET /accounts', undefined, ['requirements:write', 'capabilities:write', 'incidents:write'], 403],
    ['POST /accounts', {}, ['accounts:read'], 403],
    ['POST /accounts', {}, ['accounts:write'], 422],
    ['GET /requirements', undefined, ['requirements:read'], 200],
    ['GET /requirements', undefined, ['requirements:write'], 200],
    ['GET /requirements', undefined, ['accounts:write', 'capabilities:write'], 403],
    ['POST /accounts/ID/requirements', {}, ['requirements:read'], 403],
    ['POST /accounts/ID/requirements', {}, ['accounts:write'], 403],
    ['GET /accounts/ID/capabilities', undefined, ['capabilities:read'], 200],
    ['GET /accounts/ID/capabilities/payouts', undefined, ['accounts:write', 'requirements:write'], 403],
    ['POST /accounts/ID/capabilities/payouts', {}, ['capabilities:read'], 403],
    ['POST /accounts/ID/capabilities/payouts', {}, ['accounts:write'], 403],
  ])('%s with %j by %j: %i', async (what, body, scopes, status) => {
    const account = await addAccount(ctx(), { siren: newSiren() })
    const { secret } = await makeApiKey(ctx(), { scopes: scopes as never })
    const answer = await call(what.replace('ID', account.id), body, secret)
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.json.detail).toMatch(/lacks the scope.*:(read|write)/)
  })
})
