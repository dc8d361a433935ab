import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { plainDay } from '#app/domain/calendar/paris.ts'
import { listDue } from '#app/domain/due/list-due.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { type RenewalReport, renew } from '#app/domain/renewals/renew.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { AcceptedDocument, Requirement, Submission } from '#db/models/requirements.ts'
import { noticesOf } from '#tests/factories/overdue.ts'
import { addDocument, auditOf, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { deskContext, write } from '#tests/factories/review-scene.ts'
import { formOf, pdf } from '#tests/factories/submission.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const scene = (given: Partial<Account> = {}) => makeScene(database.db, given)

/** The daily run of a day, shortly after midnight in Paris. */
const run = (day: string): Promise<RenewalReport> =>
  renew(deskContext(database.db, system('renew'), `${day}T05:30:00Z`))
const sweep = (day: string) => runSweep(deskContext(database.db, system('sweep'), `${day}T09:00:00Z`))

const requirementsOf = (made: Scene) =>
  Requirement.query(database.db)
    .where({ accountId: made.account.id })
    .whereNotNull('why')
    .orderBy(['requestedAt', 'documentType', 'subject'])

const identity = { documentType: 'identity_document', subject: 'Jeanne Dupont' }

/** The merchant sends a document, and intake takes it in. */
async function answer(made: Scene, requirementId: string, at: string): Promise<Submission> {
  const sent = await submitDocuments(made.as(made.member, at), {
    requirementId,
    form: formOf([await pdf()]),
  })
  if (sent.outcome !== 'accepted') throw new Error(sent.outcome)
  await takeIn(made.as(system('intake'), at), sent.submissionId, { pages: false })
  return Submission.query(database.db).findById(sent.submissionId).throwIfNotFound()
}

describe('a document with an end date', () => {
  it('is asked again 60 days before without a clock, which starts 30 days before and ends with it', async () => {
    const made = await scene()
    const documentId = await addDocument(made, { ...identity, expiresOn: '2027-03-12' })
    await run('2027-01-10')
    expect(await requirementsOf(made)).toEqual([])

    expect(await run('2027-01-11')).toEqual({ asked: 1, started: 0 })
    const [asked] = await requirementsOf(made)
    expect(asked).toMatchObject({
      ...identity,
      ...{ status: 'requested', deadlineAt: null, clockFrom: '2027-02-10', clockDays: 30 },
      why: { kind: 'expiry', documentId, on: '2027-03-12', policyVersion: 1 },
    })
    expect(await auditOf(database.db, asked?.id ?? '')).toEqual(['requirement.requested'])
    const before = await readRequirement(made.as(made.officer, '2027-02-09T12:00:00Z'), asked?.id ?? '')
    expect(before.bucket).toBe('eventually_due')

    expect(await run('2027-02-09')).toEqual({ asked: 0, started: 0 })
    expect(await run('2027-02-10')).toEqual({ asked: 0, started: 1 })
    const after = await readRequirement(made.as(made.officer, '2027-02-10T12:00:00Z'), asked?.id ?? '')
    expect(after.bucket).toBe('currently_due')
    expect(after.clock).toMatchObject({ daysTotal: 30, daysUsed: 0, daysLeft: 30 })
    expect(after.clock.deadlineAt?.toISOString()).toBe('2027-03-12T22:59:59.999Z')
    expect(after.ledger).toMatchObject([{ kind: 'set', cause: 'renewal' }])
    expect(await auditOf(database.db, asked?.id ?? '')).toEqual([
      'requirement.requested',
      'requirement.clock_set',
    ])
  })

  it('tells the outside once, when it is first asked', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2027-03-12' })
    for (const day of ['2027-01-11', '2027-01-11', '2027-02-10', '2027-02-10']) await run(day)
    const events = await rows(
      database.db,
      `select type, data from account_events where account_id = :accountId`,
      { accountId: made.account.id },
    )
    expect(events).toMatchObject([
      {
        type: 'requirement.requested',
        data: { requirement: { document_type: 'identity_document', subject: 'Jeanne Dupont' } },
      },
    ])
  })

  it('ends on a Sunday: the clock gives the Monday after, as any deadline', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2027-03-14' })
    await run('2027-01-13')
    const { eventually_due: later } = await listDue(made.as(made.officer), made.account.id)
    expect(later).toMatchObject([{ later: { from: '2027-02-12', until: '2027-03-15' } }])
    await run('2027-02-12')
    const [asked] = await requirementsOf(made)
    expect(asked?.deadlineAt?.toISOString()).toBe('2027-03-15T22:59:59.999Z')
  })

  it('on 29 February', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2028-02-29' })
    await run('2027-12-31')
    expect((await requirementsOf(made))[0]).toMatchObject({ clockFrom: '2028-01-30' })
    await run('2028-01-30')
    expect((await requirementsOf(made))[0]?.deadlineAt?.toISOString()).toBe('2028-02-29T22:59:59.999Z')
  })

  it.each([
    ['long ago', '2024-01-31', '2027-02-10'],
    ['while no run looked', '2027-01-20', '2027-02-10'],
  ])('that ended %s is asked once, with the whole time from the day it is asked', async (_, ended, last) => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: ended })
    await run('2027-01-11')
    await run('2027-01-11')
    await run('2027-01-12')
    const asked = await requirementsOf(made)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.deadlineAt?.toISOString()).toBe(`${last}T22:59:59.999Z`)
  })

  it('raises nothing once a later one replaced it, while one serves longer, or when the account is closed', async () => {
    const replaced = await scene()
    await addDocument(replaced, { ...identity, expiresOn: '2027-02-01' })
    const newer = await addDocument(replaced, {
      ...{ ...identity, expiresOn: '2031-02-01', acceptedAt: '2026-06-01T09:00:00Z' },
    })
    const documents = await AcceptedDocument.query(database.db).where({ accountId: replaced.account.id })
    expect(documents.filter(({ outlivedBy }) => outlivedBy === newer)).toHaveLength(1)

    const longer = await scene()
    await addDocument(longer, { ...identity, expiresOn: '2031-02-01' })
    await addDocument(longer, { ...identity, expiresOn: '2027-02-01', acceptedAt: '2026-06-01T09:00:00Z' })

    const closed = await scene({ closedAt: new Date('2026-01-01T00:00:00Z') })
    await addDocument(closed, { ...identity, expiresOn: '2027-02-01' })

    await run('2027-01-11')
    for (const made of [replaced, longer, closed]) expect(await requirementsOf(made)).toEqual([])
  })

  it('is asked of exempt accounts too, and of those without a member', async () => {
    const made = await scene({ exempt: true })
    await addDocument(made, { ...identity, expiresOn: '2027-02-01' })
    await write(made.as(made.officer), (tx) =>
      tx.db('users').where({ accountId: made.account.id }).update({ disabledAt: new Date() }),
    )
    await run('2027-01-11')
    expect(await requirementsOf(made)).toHaveLength(1)
    await sweep('2027-01-11')
    expect(await noticesOf(database.db, made.account.id)).toEqual([])
  })

  it.each([
    ['waived', waiveRequirement],
    ['cancelled', cancelRequirement],
  ] as const)('is not asked again for the same end once that was %s', async (_, close) => {
    const made = await scene()
    await addDocument(made, { ...identity, subject: 'Paul Ancien', expiresOn: '2027-02-01' })
    await run('2027-01-11')
    const [asked] = await requirementsOf(made)
    await close(made.as(made.officer, '2027-01-12T09:00:00Z'), {
      requirementId: asked?.id ?? '',
      reason: 'Paul Ancien a quitté la société.',
    })
    await run('2027-01-13')
    expect(await requirementsOf(made)).toHaveLength(1)
  })
})

describe('what is open already', () => {
  it('is never asked a second time', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2027-02-01' })
    await made.request(identity).catch(() => undefined)
    const byHand = await made.request({ ...identity, why: 'Le nom a changé.', deadline: '2027-04-01' })
    await run('2027-01-11')
    expect((await requirementsOf(made)).map(({ id }) => id)).toEqual([byHand])
    expect((await made.requirement(byHand)).clockFrom).toBeNull()
  })

  it('but has no date gets the date of the document’s end', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2027-03-12' })
    const undated = await made.request({ ...identity, why: 'Le nom a changé.', deadline: null })
    await run('2027-01-11')
    await run('2027-01-11')
    expect(await made.requirement(undated)).toMatchObject({
      clockFrom: '2027-02-10',
      why: { kind: 'officer' },
    })
    expect(await auditOf(database.db, undated)).toEqual(['requirement.requested', 'requirement.dated'])
    await run('2027-02-10')
    expect((await made.requirement(undated)).deadlineAt?.toISOString()).toBe('2027-03-12T22:59:59.999Z')
  })
})

describe('an answer', () => {
  it('that is accepted satisfies the renewal, and the next one comes with its own end', async () => {
    const made = await scene()
    await addDocument(made, { documentType: 'activity_licence', expiresOn: '2027-03-12' })
    await run('2027-01-11')
    const [asked] = await requirementsOf(made)
    const { id, version } = await answer(made, asked?.id ?? '', '2027-01-15T09:00:00Z')
    await approveSubmission(made.as(made.officer, '2027-01-16T09:00:00Z'), {
      ...{ submissionId: id, version, expiresOn: '2028-03-12' },
    })
    await run('2027-02-10')
    expect(await requirementsOf(made)).toMatchObject([{ status: 'approved' }])
    await run('2028-01-12')
    expect(await requirementsOf(made)).toMatchObject([{ status: 'approved' }, { status: 'requested' }])
  })

  it('under review stops the clock as it starts; refused, it runs on with all its days', async () => {
    const made = await scene()
    await addDocument(made, { documentType: 'activity_licence', expiresOn: '2027-03-12' })
    await run('2027-01-11')
    const [asked] = await requirementsOf(made)
    const { id, version } = await answer(made, asked?.id ?? '', '2027-02-05T09:00:00Z')
    expect(await run('2027-02-10')).toEqual({ asked: 0, started: 1 })
    const waiting = await readRequirement(made.as(made.officer, '2027-02-15T09:00:00Z'), asked?.id ?? '')
    expect(waiting.bucket).toBe('pending_verification')
    expect(waiting.clock).toMatchObject({ deadlineAt: null, daysUsed: 0, daysTotal: 30 })
    await rejectSubmission(made.as(made.officer, '2027-02-15T09:00:00Z'), {
      ...{ submissionId: id, version, reasonCodes: ['expired'], note: '' },
    })
    const again = await readRequirement(made.as(made.officer, '2027-02-15T09:00:00Z'), asked?.id ?? '')
    // Five days later than without the review.
    expect(again.clock.deadlineAt?.toISOString()).toBe('2027-03-17T22:59:59.999Z')
    expect(again.clock.daysTotal).toBe(30)
  })
})

describe('the periodic review', () => {
  it('asks again what the legal form needs after 5 years, of high risk after 1, each with its reason', async () => {
    const declared = { representative: 'Ali Ba' }
    const standard = await scene({ legalForm: 'sole_trader', declared })
    const high = await scene({ legalForm: 'sole_trader', declared, risk: 'high' })
    for (const made of [standard, high]) {
      await addDocument(made, { documentType: 'bank_details' })
      await addDocument(made, { documentType: 'proof_of_address', subject: 'Ali Ba' })
      // Not needed of a sole trader.
      await addDocument(made, { documentType: 'articles_of_association' })
    }
    await run('2025-11-10')
    expect(await requirementsOf(high)).toHaveLength(0)
    await run('2025-11-11')
    expect(await requirementsOf(high)).toMatchObject([
      { documentType: 'bank_details', why: { kind: 'review', years: 1, on: '2026-01-10' } },
      { documentType: 'proof_of_address', why: { kind: 'review', years: 1 }, clockFrom: '2025-12-11' },
    ])
    expect(await requirementsOf(standard)).toEqual([])
    // What is kept with it gives the same day again.
    for (const { why } of await requirementsOf(high)) {
      if (why?.kind !== 'review') throw new Error('asked for another reason')
      expect(plainDay(why.since).add({ years: why.years }).toString()).toBe(why.on)
    }
    await run('2029-11-10')
    expect(await requirementsOf(standard)).toEqual([])
    await run('2029-11-11')
    expect(await requirementsOf(standard)).toMatchObject([
      { documentType: 'bank_details', why: { kind: 'review', years: 5, on: '2030-01-10' } },
      { documentType: 'proof_of_address', why: { kind: 'review', years: 5 } },
    ])
  })

  it('of an account that became high risk is asked at once, with the whole time', async () => {
    const made = await scene({ declared: {} })
    await addDocument(made, { documentType: 'bank_details' })
    await run('2028-05-02')
    expect(await requirementsOf(made)).toEqual([])
    await write(made.as(made.officer), (tx) =>
      tx.db('accounts').where({ id: made.account.id }).update({ risk: 'high' }),
    )
    await run('2028-05-03')
    expect((await requirementsOf(made))[0]?.deadlineAt?.toISOString()).toBe('2028-06-02T21:59:59.999Z')
  })

  it('that an officer waived comes back after its years', async () => {
    const made = await scene({ risk: 'high' })
    await addDocument(made, { documentType: 'bank_details' })
    await run('2026-02-02')
    const [asked] = await requirementsOf(made)
    await waiveRequirement(made.as(made.officer, '2026-02-03T09:00:00Z'), {
      requirementId: asked?.id ?? '',
      reason: 'RIB vérifié par virement.',
    })
    await run('2026-12-04')
    expect(await requirementsOf(made)).toHaveLength(1)
    await run('2026-12-05')
    expect(await requirementsOf(made)).toMatchObject([{ status: 'waived' }, { why: { on: '2027-02-03' } }])
  })
})
