import { beforeAll, describe, expect, it } from 'vitest'
import { nobody, type UserActor } from '#app/domain/access/actor.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addAccount, addUser, addWaiting } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
/** A Monday, far from any public holiday. */
const NOW = '2026-02-02T09:00:00.000Z'
let key: { id: string; secret: string }
let officer: UserActor
beforeAll(async () => {
  key = await makeApiKey(ctx(nobody), { name: 'Core banking' })
  officer = await addUser(ctx(nobody), 'officer')
})

const ctx = (actor: Parameters<typeof statusContext>[1], at = NOW) => statusContext(database.db, actor, at)
const call = (what: string, body?: unknown, secret = key.secret, headers = {}) =>
  openApi(database.db, NOW).call(what, { key: secret, body, headers })

async function merchant(given: Parameters<typeof addAccount>[1] = {}): Promise<string> {
  const account = await addAccount(ctx(nobody), { siren: newSiren(), ...given })
  await addUser(ctx(nobody), 'member', { accountId: account.id })
  return account.id
}
const asked = (accountId: string) =>
  Requirement.query(database.db).where({ accountId }).orderBy('requestedAt')
const BANK = { document_type: 'bank_details' }

describe('a requirement', () => {
  it('is asked, mailed, and stands in the account under its key', async () => {
    const id = await merchant()
    const made = await call(`POST /accounts/${id}/requirements`, {
      document_type: 'identity_document',
      subject: 'Jeanne Dupont',
      message: 'Le passeport convient.',
      days: 10,
    })
    expect(made.status).toBe(201)
    expect(made.json).toEqual({
      object: 'requirement',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      livemode: true,
      account: id,
      key: 'identity_document:Jeanne Dupont',
      document_type: 'identity_document',
      subject: 'Jeanne Dupont',
      message: 'Le passeport convient.',
      why: null,
      status: 'requested',
      bucket: 'currently_due',
      deadline: '2026-02-12T22:59:59.999Z',
      errors: [],
      note: null,
      requested_at: NOW,
      closed_at: null,
      closing_reason: null,
      version: 1,
    })
    expect((await call(`GET /requirements/${made.json.id}`)).json).toEqual(made.json)
    expect((await call(`GET /accounts/${id}`)).json.requirements).toMatchObject({
      currently_due: ['identity_document:Jeanne Dupont'],
      current_deadline: '2026-02-12T22:59:59.999Z',
      disabled_reason: null,
    })
    expect(await Mail.query(database.db).where({ accountId: id }).resultSize()).toBe(1)
    expect(await AuditEntry.query(database.db).findOne({ subjectId: made.json.id })).toMatchObject({
      action: 'requirement.requested',
      actorKind: 'api_key',
      actorId: key.id,
    })
  })

  it.each<[string, object, string | null, string]>([
    ['the days of the policy', {}, '2026-03-04T22:59:59.999Z', 'currently_due'],
    ['a day', { deadline: '2026-02-06' }, '2026-02-06T22:59:59.999Z', 'currently_due'],
    ['today', { deadline: '2026-02-02' }, '2026-02-02T22:59:59.999Z', 'currently_due'],
    ['a Saturday, which moves on', { deadline: '2026-02-07' }, '2026-02-09T22:59:59.999Z', 'currently_due'],
    ['no date', { deadline: null }, null, 'eventually_due'],
    ['a day two years ahead', { deadline: '2028-02-02' }, '2028-02-02T22:59:59.999Z', 'currently_due'],
  ])('has %s', async (_, given, deadline, bucket) => {
    const { json } = await call(`POST /accounts/${await merchant()}/requirements`, { ...BANK, ...given })
    expect(json).toMatchObject({ deadline, bucket })
  })

  it.each<[string, object, string]>([
    ['nothing', {}, '#/document_type'],
    ['a type of ours', { document_type: 'passport' }, '#/document_type'],
    ['a type that cannot be', { document_type: 'Kbis!' }, '#/document_type'],
    ['yesterday', { ...BANK, deadline: '2026-02-01' }, '#/deadline'],
    ['29 February of another year', { ...BANK, deadline: '2027-02-29' }, '#/deadline'],
    ['a day more than two years ahead', { ...BANK, deadline: '2028-02-29' }, '#/deadline'],
    ['a day and days', { ...BANK, deadline: '2026-02-10', days: 5 }, '#/days'],
    ['0 days', { ...BANK, days: 0 }, '#/days'],
    ['366 days', { ...BANK, days: 366 }, '#/days'],
    ['half a day', { ...BANK, days: 1.5 }, '#/days'],
    ['a long message', { ...BANK, message: 'x'.repeat(2001) }, '#/message'],
    ['a long reason', { ...BANK, why: 'x'.repeat(501) }, '#/why'],
    ['a reason beside missing', { missing: true, why: 'x' }, '#/missing'],
    ['a subject on two lines', { ...BANK, subject: 'A\nB' }, '#/subject'],
    ['a type beside missing', { ...BANK, missing: true }, '#/missing'],
    ['no to missing', { missing: false }, '#/missing'],
  ])('with %s is refused at its place', async (_, body, pointer) => {
    const id = await merchant()
    const answer = await call(`POST /accounts/${id}/requirements`, body)
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toContainEqual({ pointer, detail: expect.any(String) })
    expect(await asked(id)).toEqual([])
  })

  it('is never asked twice at a time, also by ten at once', async () => {
    const id = await merchant()
    const all = await Promise.all(
      Array.from({ length: 10 }, () => call(`POST /accounts/${id}/requirements`, BANK)),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
    expect(all.find(({ status }) => status === 409)?.json.type).toMatch(/requirement\.alreadyOpen$/)
    expect(await asked(id)).toHaveLength(1)
  })

  it('for a document that still serves says why it is asked again, as the merchant reads it', async () => {
    const scene = await makeScene(database.db)
    await addDocument(scene, { documentType: 'bank_details' })
    const path = `POST /accounts/${scene.account.id}/requirements`
    expect((await call(path, BANK)).json).toMatchObject({ status: 422, errors: [{ pointer: '#/why' }] })
    const made = await call(path, { ...BANK, why: 'Votre banque a changé.', message: 'Un RIB suffit.' })
    expect(made).toMatchObject({
      status: 201,
      json: { why: 'Votre banque a changé.', message: 'Un RIB suffit.' },
    })
    expect((await scene.requirement(made.json.id)).why).toMatchObject({
      kind: 'officer',
      words: 'Votre banque a changé.',
    })
    // In the message it may stand too.
    await addDocument(scene, { documentType: 'articles_of_association' })
    const inMessage = { document_type: 'articles_of_association', message: 'Vos statuts ont changé.' }
    expect(await call(path, inMessage)).toMatchObject({ status: 201, json: { why: null } })
  })

  it('under one Idempotency-Key is asked once and mailed once', async () => {
    const id = await merchant()
    const post = () =>
      call(`POST /accounts/${id}/requirements`, BANK, key.secret, { 'idempotency-key': `ask ${id}` })
    const [first, second] = [await post(), await post()]
    expect(second.text).toBe(first.text)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await asked(id)).toHaveLength(1)
    expect(await Mail.query(database.db).where({ accountId: id }).resultSize()).toBe(1)
  })

  it('is not asked of an account that is unknown or closed', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const id of [unknown, 'x']) {
      expect((await call(`POST /accounts/${id}/requirements`, BANK)).status).toBe(404)
      expect((await call(`POST /accounts/${id}/requirements`, { missing: true })).status).toBe(404)
      expect((await call(`GET /accounts/${id}/requirements`)).status).toBe(404)
      expect((await call(`GET /requirements/${id}`)).status).toBe(404)
    }
    expect((await call(`GET /requirements?account=${unknown}`)).status).toBe(404)
    const closed = await merchant({ closedAt: new Date(NOW) })
    for (const body of [BANK, { missing: true }]) {
      expect((await call(`POST /accounts/${closed}/requirements`, body)).status).toBe(412)
    }
  })

  it('that was refused says why as far as may be told, until another is sent', async () => {
    const { account, requirement, submission } = await addWaiting(ctx(nobody, '2026-03-09T09:00:00.000Z'))
    const path = `GET /requirements/${requirement.id}`
    expect((await call(path)).json).toMatchObject({
      bucket: 'pending_verification',
      deadline: null,
      errors: [],
    })
    await rejectSubmission(ctx(officer), {
      submissionId: submission.id,
      version: submission.version,
      reasonCodes: ['not_readable', 'fraudulent'],
      note: 'Reprenez la photo.',
    })
    const { json } = await call(path)
    expect(json).toMatchObject({ status: 'rejected', note: 'Reprenez la photo.' })
    expect(json.errors.map(({ code }: { code: string }) => code)).toEqual(['invalid', 'not_readable'])
    expect(json.errors[1].reason).toEqual({ fr: expect.any(String), en: expect.any(String) })
    const { requirements } = (await call(`GET /accounts/${account.id}`)).json
    expect(requirements.errors).toEqual(
      json.errors.map((error: object) => ({ requirement: 'company_registration', ...error })),
    )
    expect(JSON.stringify([json, requirements])).not.toMatch(/fraud/i)
  })
})

describe('everything that is missing', () => {
  it('is asked in one go, and then nothing more', async () => {
    const id = await merchant({ legalForm: 'sole_trader', declared: { representative: 'Ada Dupont' } })
    const made = await call(`POST /accounts/${id}/requirements`, { missing: true })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ object: 'list', has_more: false })
    const keys = made.json.data.map(({ key }: { key: string }) => key)
    expect(keys.sort()).toEqual([
      'bank_details',
      'identity_document:Ada Dupont',
      'proof_of_address:Ada Dupont',
      'sirene_notice',
    ])
    expect((await call(`POST /accounts/${id}/requirements`, { missing: true })).json.data).toEqual([])
    expect(await Mail.query(database.db).where({ accountId: id }).resultSize()).toBe(1)
  })
})

describe('an end or more days', () => {
  async function open(given: object = {}): Promise<{ accountId: string; id: string }> {
    const accountId = await merchant()
    const { json } = await call(`POST /accounts/${accountId}/requirements`, { ...BANK, ...given })
    return { accountId, id: json.id }
  }

  it.each([
    ['cancel', 'cancelled'],
    ['waive', 'waived'],
  ])('%s leaves it %s, once', async (verb, status) => {
    const { accountId, id } = await open()
    const ended = await call(`POST /requirements/${id}/${verb}`, { reason: 'Inutile.' })
    expect(ended.status).toBe(200)
    expect(ended.json).toMatchObject({
      status,
      bucket: 'satisfied',
      closed_at: NOW,
      closing_reason: 'Inutile.',
      version: 2,
    })
    expect((await call(`GET /accounts/${accountId}`)).json.requirements.currently_due).toEqual([])
    for (const again of ['cancel', 'waive', 'extend']) {
      const late = await call(`POST /requirements/${id}/${again}`, {
        reason: 'x',
        ...(again === 'extend' && { days: 1 }),
      })
      expect(late.json, again).toMatchObject({ status: 409, type: expect.stringMatching(/alreadyClosed$/) })
    }
  })

  it('of several at once one ends it', async () => {
    const { id } = await open()
    const end = (verb: string) => call(`POST /requirements/${id}/${verb}`, { reason: 'x' })
    const all = await Promise.all(['cancel', 'waive', 'cancel', 'waive'].map(end))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  })

  it('more days are given up to thirty in all, whoever gives them', async () => {
    const { id } = await open({ deadline: '2026-02-06' })
    const extend = (days: unknown) => call(`POST /requirements/${id}/extend`, { days, reason: 'Grève.' })
    expect((await extend(3)).json.deadline).toBe('2026-02-09T22:59:59.999Z')
    expect((await extend(27)).status).toBe(200)
    const over = await extend(1)
    expect(over.json).toMatchObject({ status: 422, errors: [{ pointer: '#/days' }] })
    for (const days of [0, 31, 1.5, '3', null]) expect((await extend(days)).status).toBe(422)
    expect(await ClockEntry.query(database.db).where({ requirementId: id, kind: 'extended' })).toMatchObject([
      { days: 3, cause: 'Grève.', actorId: key.id },
      { days: 27 },
    ])
  })

  it('more days need a date to count from', async () => {
    const { id } = await open({ deadline: null })
    const answer = await call(`POST /requirements/${id}/extend`, { days: 1, reason: 'x' })
    expect(answer.json).toMatchObject({ status: 412, type: expect.stringMatching(/noDeadline$/) })
  })

  it.each(['cancel', 'waive', 'extend'])('%s needs a reason, and something to end', async (verb) => {
    const { id } = await open()
    const body = verb === 'extend' ? { days: 1 } : {}
    for (const reason of [undefined, '', ' ', 'x'.repeat(501)]) {
      const answer = await call(`POST /requirements/${id}/${verb}`, { ...body, reason })
      expect(answer.json.errors).toEqual([{ pointer: '#/reason', detail: expect.any(String) }])
    }
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const other of [unknown, 'x']) {
      const answer = await call(`POST /requirements/${other}/${verb}`, { ...body, reason: 'x' })
      expect(answer.status).toBe(404)
    }
  })

  it('asked for twice under one key is done once', async () => {
    const { id } = await open({ deadline: '2026-02-06' })
    const headers = { 'idempotency-key': `extend ${id}` }
    const extend = () =>
      call(`POST /requirements/${id}/extend`, { days: 3, reason: 'x' }, key.secret, headers)
    const [first, second] = [await extend(), await extend()]
    expect(second.text).toBe(first.text)
    expect(await ClockEntry.query(database.db).where({ requirementId: id, kind: 'extended' })).toHaveLength(1)
  })

  it('by a test key is taken back', async () => {
    const { id } = await open()
    const { secret } = await makeApiKey(ctx(nobody), { mode: 'test' })
    const before = (await call(`GET /requirements/${id}`)).json
    for (const [verb, body] of [
      ['cancel', { reason: 'x' }],
      ['waive', { reason: 'x' }],
      ['extend', { days: 1, reason: 'x' }],
    ] as const) {
      const tried = await call(`POST /requirements/${id}/${verb}`, body, secret)
      expect(tried.json, verb).toMatchObject({ id, livemode: false })
    }
    expect((await call(`GET /requirements/${id}`)).json).toEqual(before)
  })
})
