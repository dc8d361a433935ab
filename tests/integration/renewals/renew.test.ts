import { describe, expect, it } from 'vitest'
import { listDue } from '#app/domain/due/list-due.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { rows } from '#db/client.ts'
import { AcceptedDocument } from '#db/models/requirements.ts'
import { write } from '#tests/factories/context.ts'
import { noticesOf } from '#tests/factories/overdue.ts'
import { identity, renewals } from '#tests/factories/renewal.ts'
import { addDocument, auditOf } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { scene, run, sweep, requirementsOf } = renewals(database)

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
