import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { listDue } from '#app/domain/due/list-due.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { Mail } from '#db/models/mail.ts'
import { addDocument, auditOf, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = (given = {}) => makeScene(database.db, given)
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })
const reason = 'Accord du responsable.'

describe('a request', () => {
  test('runs for 30 days from today, to the end of a business day in Paris', async () => {
    const { request, requirement, account } = await scene()
    const id = await request()
    const asked = await requirement(id)
    expect(asked).toMatchObject({ status: 'requested', accountId: account.id, subject: '', version: 1 })
    // 4 March 2026, a Wednesday.
    expect(asked.deadlineAt?.toISOString()).toBe('2026-03-04T22:59:59.999Z')
    expect(await auditOf(database.db, id)).toEqual(['requirement.requested', 'requirement.clock_started'])
  })

  test('tells every member by mail, in the same transaction', async () => {
    const { request, account, as, officer } = await scene()
    await addUser(as(officer), 'member', { accountId: account.id, locale: 'en' })
    await request()
    const mails = await Mail.query(database.db).where({ accountId: account.id }).orderBy('locale')
    expect(mails.map(({ template, locale }) => [template, locale])).toEqual([
      ['requirements_due', 'en'],
      ['requirements_due', 'fr'],
    ])
  })

  test('may name a day, today at the earliest', async () => {
    const { request, requirement } = await scene()
    const today = await requirement(await request({ deadline: '2026-02-02' }))
    expect(today.deadlineAt?.toISOString()).toBe('2026-02-02T22:59:59.999Z')
    await expect(request({ documentType: 'sirene_notice', deadline: '2026-02-01' })).rejects.toEqual(
      refusal('Invalid', 'requirement.deadlineInPast'),
    )
    const far = await requirement(
      await request({ documentType: 'identity_document', deadline: '2028-02-02' }),
    )
    expect(far.deadlineAt?.toISOString()).toBe('2028-02-02T22:59:59.999Z')
    for (const deadline of ['2028-02-03', '9999-12-31']) {
      await expect(request({ documentType: 'sirene_notice', deadline })).rejects.toMatchObject({
        kind: 'Invalid',
        code: 'requirement.deadlineTooFar',
      })
    }
    const saturday = await requirement(
      await request({ documentType: 'beneficial_owners', deadline: '2026-02-07' }),
    )
    expect(saturday.deadlineAt?.toISOString()).toBe('2026-02-09T22:59:59.999Z')
  })

  test('may have no date', async () => {
    const { request, requirement } = await scene()
    expect((await requirement(await request({ deadline: null }))).deadlineAt).toBeNull()
  })

  test('is not made twice while one is open, but for another person it is', async () => {
    const { request, as, officer } = await scene()
    const identity = { documentType: 'identity_document', subject: 'Jeanne Dupont' }
    const first = await request(identity)
    await expect(request(identity)).rejects.toEqual(refusal('Conflict', 'requirement.alreadyOpen'))
    await request({ ...identity, subject: 'Paul Dupont' })
    await cancelRequirement(as(officer), { requirementId: first, reason })
    await request(identity)
  })

  test('of two officers at once, one asks and the other learns of it', async () => {
    const { request } = await scene()
    const both = await Promise.allSettled([request(), request()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = both.find((one) => one.status === 'rejected')
    expect(lost?.reason).toEqual(refusal('Conflict', 'requirement.alreadyOpen'))
  })

  test('for what is on file must say why that no longer serves', async () => {
    const made = await scene()
    await addDocument(made, { documentType: 'identity_document', subject: 'Jeanne Dupont' })
    const identity = { documentType: 'identity_document', subject: 'Jeanne Dupont' }
    await expect(made.request(identity)).rejects.toEqual(refusal('Invalid', 'requirement.lastStillServes'))
    await made.request({ ...identity, subject: 'Paul Dupont' })
    await made.request({ ...identity, message: 'Le nom a changé.' })
  })

  test('keeps that reason apart from the message, or takes the message for it', async () => {
    const made = await scene()
    const documentId = await addDocument(made, { documentType: 'bank_details' })
    const why = 'Le titulaire du compte a changé.'
    const asked = await made.requirement(await made.request({ why, message: 'Merci !' }))
    expect(asked).toMatchObject({ message: 'Merci !', why: { kind: 'officer', documentId, words: why } })
    const other = await scene()
    await addDocument(other, { documentType: 'bank_details' })
    const told = await other.requirement(await other.request({ message: why }))
    expect(told).toMatchObject({ message: why, why: { kind: 'officer', words: '' } })
    const first = await scene()
    expect((await first.requirement(await first.request({ why }))).why).toBeNull()
  })

  test('needs no reason once what is on file ends within 60 days: at the limit and one above', async () => {
    const made = await scene()
    const identity = { documentType: 'identity_document' }
    await addDocument(made, { ...identity, expiresOn: '2026-04-04' })
    await expect(made.request(identity)).rejects.toEqual(refusal('Invalid', 'requirement.lastStillServes'))
    const other = await scene()
    const documentId = await addDocument(other, { ...identity, expiresOn: '2026-04-03' })
    expect((await other.requirement(await other.request(identity))).why).toEqual({
      ...{ kind: 'expiry', documentId, on: '2026-04-03', policyVersion: 1 },
    })
    const expired = await scene()
    await addDocument(expired, { ...identity, expiresOn: '2026-02-01' })
    await expired.request(identity)
  })

  test('is refused for unknown accounts, unknown types and closed accounts', async () => {
    const { request } = await scene()
    const unknown = '00000000-0000-4000-8000-000000000000'
    await expect(request({ accountId: unknown })).rejects.toEqual(refusal('NotFound', 'notFound'))
    await expect(request({ documentType: 'passport_of_mars' })).rejects.toEqual(
      refusal('Invalid', 'requirement.unknownType'),
    )
    const closed = await scene({ closedAt: new Date('2026-01-01T00:00:00Z') })
    await expect(closed.request()).rejects.toEqual(refusal('PreconditionFailed', 'requirement.accountClosed'))
  })

  test('is for officers alone', async () => {
    const { as, member, account } = await scene()
    for (const actor of [member, nobody]) {
      await expect(
        requestRequirement(as(actor), { accountId: account.id, documentType: 'bank_details' }),
      ).rejects.toEqual(refusal('Forbidden', 'forbidden'))
    }
  })
})

describe('everything that is missing', () => {
  const typesOf = async (made: Scene) => {
    const due = await listDue(made.as(made.officer), made.account.id)
    return due.currently_due.map(({ documentType, subject }) => [documentType, subject])
  }

  test('of a company is asked at once, of each owner an identity document, in one mail', async () => {
    const made = await scene({
      declared: { representative: 'Jeanne Dupont', owners: ['Jeanne Dupont', 'Ali Ba'] },
    })
    const asked = await requestMissing(made.as(made.officer), { accountId: made.account.id })
    expect(asked).toHaveLength(6)
    expect(await typesOf(made)).toEqual([
      ['company_registration', ''],
      ['articles_of_association', ''],
      ['beneficial_owners', ''],
      ['identity_document', 'Ali Ba'],
      ['identity_document', 'Jeanne Dupont'],
      ['bank_details', ''],
    ])
    expect(await Mail.query(database.db).where({ accountId: made.account.id })).toHaveLength(1)
  })

  test('leaves out what is asked already or on file, and asks nothing the second time', async () => {
    const made = await scene({ legalForm: 'sole_trader', declared: { representative: 'Ali Ba' } })
    await made.request()
    await addDocument(made, { documentType: 'sirene_notice' })
    const context = made.as(made.officer)
    expect(await requestMissing(context, { accountId: made.account.id })).toHaveLength(2)
    expect(await requestMissing(context, { accountId: made.account.id })).toEqual([])
  })

  test('asks again for what is about to end, and says so', async () => {
    const made = await scene({ legalForm: 'sole_trader', declared: { representative: 'Ali Ba' } })
    const identity = { documentType: 'identity_document', subject: 'Ali Ba' }
    await addDocument(made, { ...identity, expiresOn: '2026-04-03' })
    const asked = await requestMissing(made.as(made.officer), { accountId: made.account.id })
    expect(asked).toHaveLength(4)
    const again = await Promise.all(asked.map(made.requirement))
    expect(again.flatMap(({ why }) => why ?? [])).toMatchObject([{ kind: 'expiry', on: '2026-04-03' }])
  })

  test('of a regulated business holds its licence', async () => {
    const made = await scene({ legalForm: 'association', regulated: true })
    await requestMissing(made.as(made.officer), { accountId: made.account.id })
    expect((await typesOf(made)).map(([type]) => type)).toEqual([
      'sirene_notice',
      'articles_of_association',
      'identity_document',
      'bank_details',
      'association_minutes',
      'activity_licence',
    ])
  })

  test('two officers at once ask once', async () => {
    const made = await scene()
    const ask = () => requestMissing(made.as(made.officer), { accountId: made.account.id })
    const both = await Promise.all([ask(), ask()])
    expect(both.map((asked) => asked.length).sort()).toEqual([0, 5])
  })
})

describe('the end of a requirement', () => {
  test.each([
    ['waived', waiveRequirement],
    ['cancelled', cancelRequirement],
  ] as const)('%s is for good, with its reason', async (status, close) => {
    const { request, requirement, as, officer } = await scene()
    const id = await request()
    await close(as(officer), { requirementId: id, reason })
    expect(await requirement(id)).toMatchObject({ status, closingReason: reason, version: 2 })
    expect(await auditOf(database.db, id)).toContain(`requirement.${status}`)
    await expect(close(as(officer), { requirementId: id, reason })).rejects.toEqual(
      refusal('Conflict', 'requirement.alreadyClosed'),
    )
  })

  test('is not for members, and not for what does not exist', async () => {
    const { request, as, officer, member } = await scene()
    const requirementId = await request()
    for (const close of [waiveRequirement, cancelRequirement]) {
      await expect(close(as(member), { requirementId, reason })).rejects.toEqual(
        refusal('Forbidden', 'forbidden'),
      )
      await expect(
        close(as(officer), { requirementId: '00000000-0000-4000-8000-000000000000', reason }),
      ).rejects.toEqual(refusal('NotFound', 'notFound'))
    }
  })
})
