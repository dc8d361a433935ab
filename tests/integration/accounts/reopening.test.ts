import { describe, expect, it } from 'vitest'
import { readAccount } from '#app/domain/accounts/read-account.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { listExaminations } from '#app/domain/restrictions/list-examinations.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { answer, CLOSED, closings, REOPENED, SUSPENDED } from '#tests/factories/closing.ts'
import { noticesOf, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { openOf } from '#tests/factories/request-batch.ts'
import { addDocument } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { newScene, close, reopen, late, withhold, events, mailsOf } = closings(database)

const COMPANY = [
  'articles_of_association',
  'bank_details',
  'beneficial_owners',
  'company_registration',
  'identity_document Jeanne Dupont',
]

describe('reopening', () => {
  it('asks what is missing once, by new deadlines, and leaves what is on file', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    const before = await late(scene)
    await addDocument(scene, { documentType: 'articles_of_association' })
    await close(scene)
    await reopen(scene)
    const missing = COMPANY.filter((what) => what !== 'articles_of_association')
    expect(await openOf(database.db, account.id)).toEqual(missing)
    const { due, state } = await readAccount(as(officer, REOPENED), account.id)
    expect(state).toBe('active')
    expect(due.past_due).toEqual([])
    expect(new Set(due.currently_due.map(({ daysLeft }) => daysLeft))).toEqual(new Set([30]))
    const clocks = await ClockEntry.query(database.db).whereIn(
      'requirementId',
      due.currently_due.map(({ id }) => id),
    )
    expect(new Set(clocks.map(({ kind, at }) => `${kind} ${at.toISOString()}`))).toEqual(
      new Set([`started ${REOPENED}`]),
    )
    expect((await scene.requirement(before)).status).toBe('cancelled')
    const asked = (await noticesOf(database.db, account.id)).filter(({ day }) => day === '2026-04-20')
    expect(asked.map(({ kind, requirementIds }) => [kind, requirementIds.length])).toEqual([['requested', 4]])
    expect(await mailsOf(scene, 'account_reopened')).toHaveLength(1)

    // Neither the nightly renewal nor a second reopening asks again.
    await renew(sweepContext(database.db, '2026-04-21T09:00:00Z'))
    await close(scene, '2026-04-22T09:00:00Z')
    await reopen(scene, '2026-04-23T09:00:00Z')
    await expect(reopen(scene)).rejects.toMatchObject({ kind: 'Conflict', code: 'account.notClosed' })
    expect(await openOf(database.db, account.id)).toEqual(missing)
  })

  it('lets nobody off a document that an officer asked again', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    await addDocument(scene, { documentType: 'bank_details' })
    const question = { accountId: account.id, documentType: 'bank_details', subject: '' }
    const asked = { ...question, why: 'Le titulaire a changé.', message: 'Merci.' }
    await requestRequirement(as(officer, SUSPENDED), asked)
    await close(scene)
    await reopen(scene)
    const { due } = await readAccount(as(officer, REOPENED), account.id)
    const [again] = due.currently_due.filter(({ documentType }) => documentType === 'bank_details')
    expect(again?.daysLeft).toBe(30)
    expect(await scene.requirement(again?.id ?? '')).toMatchObject({
      ...{ message: 'Merci.', why: { kind: 'officer', words: 'Le titulaire a changé.' } },
    })
    const { requirementIds } = (await noticesOf(database.db, account.id)).at(-1) ?? {}
    expect(requirementIds).toContain(again?.id)
  })

  it('asks without a day what had none, also where an answer had stopped a clock that never ran', async () => {
    const scene = await newScene()
    const { as, officer, account, member } = scene
    await addDocument(scene, { documentType: 'bank_details' })
    const question = { accountId: account.id, documentType: 'bank_details', why: 'Le titulaire a changé.' }
    await requestRequirement(as(officer, SUSPENDED), { ...question, deadline: null })
    const licence = { accountId: account.id, documentType: 'activity_licence', deadline: null }
    const answered = await requestRequirement(as(officer, SUSPENDED), licence)
    await recordSubmission(as(member, SUSPENDED), { ...answer(answered), member })
    await close(scene)
    await reopen(scene)
    const { due } = await readAccount(as(officer, REOPENED), account.id)
    const undated = due.eventually_due.map(({ documentType, daysLeft, later }) => [
      documentType,
      daysLeft,
      later,
    ])
    expect(undated.sort()).toEqual([
      ['activity_licence', null, null],
      ['bank_details', null, null],
    ])
    const [again] = due.eventually_due.filter(({ documentType }) => documentType === 'bank_details')
    expect(await scene.requirement(again?.id ?? '')).toMatchObject({
      why: { kind: 'officer', words: 'Le titulaire a changé.' },
    })
    const { requirementIds } = (await noticesOf(database.db, account.id)).at(-1) ?? {}
    expect(requirementIds).toContain(again?.id)
  })

  it('asks once for what a rule misses and an officer had asked without a day', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    const question = { accountId: account.id, documentType: 'articles_of_association', deadline: null }
    await requestRequirement(as(officer, SUSPENDED), question)
    await close(scene)
    await reopen(scene)
    const open = await Requirement.query(database.db).where({ accountId: account.id }).whereNull('closedAt')
    const of = open.filter(({ documentType }) => documentType === 'articles_of_association')
    expect(of).toMatchObject([{ deadlineAt: null }])
  })

  it('asks again for a document that ran out, which closing did not let pass', async () => {
    const scene = await newScene()
    const { account } = scene
    for (const documentType of ['bank_details', 'articles_of_association']) {
      await addDocument(scene, { documentType })
    }
    await addDocument(scene, {
      documentType: 'identity_document',
      subject: 'Jeanne Dupont',
      expiresOn: '2026-03-31',
    })
    await renew(sweepContext(database.db, '2026-02-10T09:00:00Z'))
    expect(await openOf(database.db, account.id)).toContain('identity_document Jeanne Dupont')
    await close(scene)
    await reopen(scene)
    expect(await openOf(database.db, account.id)).toContain('identity_document Jeanne Dupont')
  })

  it('lets work what nothing else withholds, and promises the examination anew', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    const [restrictionId = ''] = await withhold(scene)
    await close(scene)
    await reopen(scene)
    expect((await events(scene)).at(-1)).toEqual({
      type: 'account.reopened',
      capabilities: { payments: 'active', payouts: 'inactive' },
      changed: ['payments'],
    })
    expect(await openRestrictions(database.db, account.id)).toEqual({ 'payouts fraud': [] })
    expect(await listExaminations(as(officer, REOPENED), account.id)).toEqual([])
    expect(JSON.stringify(await mailsOf(scene, 'account_reopened'))).not.toMatch(/fraud/i)
    await liftManually(as(officer, REOPENED), { accountId: account.id, restrictionId, reason: 'Levé.' })
    expect((await events(scene)).at(-1)).toMatchObject({ type: 'account.reinstated', changed: ['payouts'] })
  })

  it('what is lifted of a closed account is said to work by nobody, until it is reopened', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    const [restrictionId = ''] = await withhold(scene)
    await close(scene)
    await liftManually(as(officer, CLOSED), { accountId: account.id, restrictionId, reason: 'Levé.' })
    await reopen(scene)
    expect((await events(scene)).map(({ type }) => type)).toEqual([
      'account.restricted',
      'account.closed',
      'account.reopened',
    ])
    expect((await events(scene)).at(-1)?.changed).toEqual(['payments', 'payouts'])
    expect((await noticesOf(database.db, account.id)).map(({ kind }) => kind)).toEqual(['requested'])
  })
})

it('the acts around all of it follow again from what was stored with them', async () => {
  const { listed, withoutInputs } = await replayActs(sweepContext(database.db, REOPENED))
  expect({ listed, withoutInputs }).toEqual({ listed: [], withoutInputs: 0 })
})
