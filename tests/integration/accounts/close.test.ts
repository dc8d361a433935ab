import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { readAccount } from '#app/domain/accounts/read-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { listContactTasks } from '#app/domain/contacts/list-contact-tasks.ts'
import { withTransaction } from '#app/domain/context.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { confirmExtension } from '#app/domain/extensions/decide-extension.ts'
import { listExtensions } from '#app/domain/extensions/list-extensions.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { listExaminations } from '#app/domain/restrictions/list-examinations.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { listQueue } from '#app/domain/reviews/list-queue.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { countTasks } from '#app/domain/tasks/count-tasks.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { ClockEntry, Requirement, Submission } from '#db/models/requirements.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { ask, DEADLINE, noticesOf, openRestrictions, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { openOf } from '#tests/factories/request-batch.ts'
import { addDocument, auditOf, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addUser, addWaiting } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** After the whole of the ladder for what was due on 13 February. */
const SUSPENDED = '2026-03-01T09:00:00.000Z'
const CLOSED = '2026-03-10T09:00:00.000Z'
const REOPENED = '2026-04-20T09:00:00.000Z'
const WHY = 'Soupçon de fraude : contrat rompu.'
const COMPANY = [
  'articles_of_association',
  'bank_details',
  'beneficial_owners',
  'company_registration',
  'identity_document Jeanne Dupont',
]

const newScene = () => makeScene(database.db)
const close = ({ as, officer, account }: Scene, at = CLOSED) =>
  closeAccount(as(officer, at), { accountId: account.id, reason: WHY })
const reopen = ({ as, officer, account }: Scene, at = REOPENED) =>
  reopenAccount(as(officer, at), { accountId: account.id, reason: 'Fermé par erreur.' })
const late = async ({ account }: Scene, notices: (string | null)[] = TOLD) =>
  (await ask(database.db, [{ accountId: account.id, email: '' }], { deadline: DEADLINE, notices }))[0] ?? ''
const withhold = ({ as, officer, account }: Scene, at = SUSPENDED) =>
  restrictManually(as(officer, at), {
    accountId: account.id,
    capabilities: ['payouts'],
    cause: 'fraud',
    reason: WHY,
  })
const events = ({ account }: Scene) =>
  rows<{ type: string; capabilities: object; changed: string[] }>(
    database.db,
    `select type, data -> 'capabilities' as capabilities, data -> 'changed_capabilities' as changed
       from account_events where account_id = :id and type like 'account.%' order by seq`,
    { id: account.id },
  )
const mailsOf = ({ account }: Scene, template: string) =>
  Mail.query(database.db).where({ accountId: account.id, template })
const file = { name: 'kbis.pdf', side: 'whole', mediaType: 'application/pdf', bytes: 9 } as const
const answer = (requirementId: string) => ({
  requirementId,
  submitKey: randomUUID(),
  files: [{ ...file, sha256: 'a'.repeat(64), storageKey: `.incoming/${randomUUID()}` }],
})
const actionsOf = async ({ as, officer, account }: Scene) =>
  (await accountTimeline(as(officer), account.id, { limit: 100 })).entries.map(({ action }) => action)

describe('closing', () => {
  it('cancels what is asked, empties the queue and lifts what was overdue, without a reinstatement', async () => {
    const scene = await newScene()
    const { as, officer, account, member } = scene
    const overdue = await late(scene)
    await runSweep(sweepContext(database.db, SUSPENDED))
    const { submission, requirement } = await addWaiting(as(officer, SUSPENDED), { account, member })
    await withhold(scene)
    await close(scene)

    expect((await Account.query(database.db).findById(account.id))?.closedAt).toEqual(new Date(CLOSED))
    for (const id of [overdue, requirement.id]) {
      expect(await scene.requirement(id)).toMatchObject({
        status: 'cancelled',
        closedAt: new Date(CLOSED),
        closingReason: null,
        closedWithAccount: true,
      })
    }
    expect(await Submission.query(database.db).findById(submission.id)).toMatchObject({
      status: 'superseded',
    })
    const queue = await listQueue(as(officer, CLOSED))
    expect(queue.items.map(({ submissionId }) => submissionId)).not.toContain(submission.id)
    await expect(
      approveSubmission(as(officer, CLOSED), {
        submissionId: submission.id,
        version: 1,
        issuedOn: '2026-03-01',
      }),
    ).rejects.toMatchObject({ kind: 'Conflict', code: 'review.accountClosed' })

    // Fraud stays on record; overdue documents do not, and nothing is said to work again.
    expect(await openRestrictions(database.db, account.id)).toEqual({ 'payouts fraud': [] })
    const nothing = { payments: 'inactive', payouts: 'inactive' }
    expect((await events(scene)).at(-1)).toEqual({
      type: 'account.closed',
      capabilities: nothing,
      changed: [],
    })
    expect((await events(scene)).map(({ type }) => type)).not.toContain('account.reinstated')
    expect((await noticesOf(database.db, account.id)).map(({ kind }) => kind)).not.toContain('reinstated')
    expect(await capabilitiesOf(as(member), account.id)).toMatchObject({
      payments: { state: 'inactive', causes: ['other'], since: new Date(CLOSED) },
    })

    // The day after, nobody does anything about it.
    const before = await actionsOf(scene)
    await renew(sweepContext(database.db, '2026-03-11T09:00:00Z'))
    await runSweep(sweepContext(database.db, '2026-03-11T09:00:00Z'))
    expect(await actionsOf(scene)).toEqual(before)
  })

  it('tells each member once, in their language, and nobody why', async () => {
    const scene = await newScene()
    const { as, account } = scene
    await addUser(as(system('test')), 'member', { accountId: account.id, locale: 'en' })
    await withhold(scene)
    await close(scene)
    const mails = await mailsOf(scene, 'account_closed')
    expect(mails.map(({ locale }) => locale).sort()).toEqual(['en', 'fr'])
    expect(JSON.stringify(mails)).not.toMatch(/fraud|contrat rompu/i)
    const { entries } = await accountTimeline(as(scene.officer), account.id)
    expect(entries[0]).toMatchObject({ action: 'account.closed', facts: { reason: WHY, cancelled: 0 } })
    expect(entries[0]?.deliveries.map(({ result }) => result)).toEqual(['waiting', 'waiting'])
  })

  it('says what worked until then', async () => {
    const scene = await newScene()
    await withhold(scene)
    await close(scene)
    expect((await events(scene)).at(-1)).toMatchObject({ type: 'account.closed', changed: ['payments'] })
  })

  it('ends the contact task and what waits for a second officer', async () => {
    const scene = await newScene()
    const { as, officer, account } = scene
    const requirementId = await late(scene, [null])
    const [mail] = await rows<{ id: string }>(
      database.db,
      `select nm.mail_id as id from notice_mails nm join notice_requirements nr using (notice_id)
        where nr.requirement_id = :requirementId`,
      { requirementId },
    )
    const lost = mail?.id ?? ''
    await withTransaction(as(system('send_mail')), (tx) => followDelivery(tx, lost, false))
    const extensionId = await askExtension(as(officer), { requirementId, days: 60, reason: 'Notaire.' })
    const waiting = await countTasks(as(officer))
    await close(scene)
    expect(await ContactTask.query(database.db).findOne({ accountId: account.id })).toMatchObject({
      outcome: 'account_closed',
      closedBy: officer.userId,
    })
    expect((await listContactTasks(as(officer))).tasks).toEqual([])
    expect(await listExtensions(as(officer), account.id)).toEqual([])
    expect(await countTasks(as(officer))).toBe(waiting - 2)
    const second = await addUser(as(system('test')), 'officer')
    await expect(confirmExtension(as(second), extensionId)).rejects.toMatchObject({
      code: 'requirement.alreadyClosed',
    })
    // A mail that fails later opens none.
    await withTransaction(as(system('send_mail')), (tx) => followDelivery(tx, lost, false))
    expect((await listContactTasks(as(officer))).tasks).toEqual([])
  })

  it('refuses an upload, says why, and keeps what was sent before', async () => {
    const scene = await newScene()
    const { as, officer, account, member } = scene
    const { requirement, submission } = await addWaiting(as(officer), { account, member })
    await close(scene)
    const again = recordSubmission(as(member, CLOSED), { ...answer(requirement.id), member })
    await expect(again).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'upload.accountClosed',
      facts: { email: 'support@vigie.test' },
    })
    const kept = await Submission.query(database.db).where({ requirementId: requirement.id })
    expect(kept.map(({ id }) => id)).toEqual([submission.id])
  })

  it('a second time, of an unknown account or by who may not is refused', async () => {
    const scene = await newScene()
    const { as, officer, member, account } = scene
    await close(scene)
    await expect(close(scene)).rejects.toMatchObject({ kind: 'Conflict', code: 'account.alreadyClosed' })
    const order = { accountId: randomUUID(), reason: WHY }
    await expect(closeAccount(as(officer), order)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(reopenAccount(as(officer), order)).rejects.toMatchObject({ kind: 'NotFound' })
    const publisher = await addUser(as(system('test')), 'publisher')
    const administrator = await addUser(as(system('test')), 'administrator')
    for (const actor of [member, publisher, administrator]) {
      const own = { accountId: account.id, reason: WHY }
      await expect(closeAccount(as(actor), own)).rejects.toMatchObject({ kind: 'Forbidden' })
      await expect(reopenAccount(as(actor), own)).rejects.toMatchObject({ kind: 'Forbidden' })
    }
    expect(await mailsOf(scene, 'account_closed')).toHaveLength(1)
    expect(await auditOf(database.db, account.id)).toEqual(['account.closed'])
  })
})

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
