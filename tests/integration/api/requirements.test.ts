import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { type ApiMerchants, apiMerchants, BANK, NOW } from '#tests/factories/api-merchant.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: ApiMerchants
beforeAll(async () => {
  scene = await apiMerchants(database.db)
})

describe('a requirement', () => {
  it('is asked, mailed, and stands in the account under its key', async () => {
    const { merchant, call, key } = scene
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
    const { call, merchant } = scene
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
    const { merchant, call, asked } = scene
    const id = await merchant()
    const answer = await call(`POST /accounts/${id}/requirements`, body)
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toContainEqual({ pointer, detail: expect.any(String) })
    expect(await asked(id)).toEqual([])
  })

  it('is never asked twice at a time, also by ten at once', async () => {
    const { merchant, call, asked } = scene
    const id = await merchant()
    const all = await Promise.all(
      Array.from({ length: 10 }, () => call(`POST /accounts/${id}/requirements`, BANK)),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
    expect(all.find(({ status }) => status === 409)?.json.type).toMatch(/requirement\.alreadyOpen$/)
    expect(await asked(id)).toHaveLength(1)
  })

  it('for a document that still serves says why it is asked again, as the merchant reads it', async () => {
    const { call } = scene
    const held = await makeScene(database.db)
    await addDocument(held, { documentType: 'bank_details' })
    const path = `POST /accounts/${held.account.id}/requirements`
    expect((await call(path, BANK)).json).toMatchObject({ status: 422, errors: [{ pointer: '#/why' }] })
    const made = await call(path, { ...BANK, why: 'Votre banque a changé.', message: 'Un RIB suffit.' })
    expect(made).toMatchObject({
      status: 201,
      json: { why: 'Votre banque a changé.', message: 'Un RIB suffit.' },
    })
    expect((await held.requirement(made.json.id)).why).toMatchObject({
      kind: 'officer',
      words: 'Votre banque a changé.',
    })
    // In the message it may stand too.
    await addDocument(held, { documentType: 'articles_of_association' })
    const inMessage = { document_type: 'articles_of_association', message: 'Vos statuts ont changé.' }
    expect(await call(path, inMessage)).toMatchObject({ status: 201, json: { why: null } })
  })

  it('under one Idempotency-Key is asked once and mailed once', async () => {
    const { merchant, call, key, asked } = scene
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
    const { call, merchant } = scene
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
    const { ctx, call, officer } = scene
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
    const { merchant, call } = scene
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
