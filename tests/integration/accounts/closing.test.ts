import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { listContactTasks } from '#app/domain/contacts/list-contact-tasks.ts'
import { withTransaction } from '#app/domain/context.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { confirmExtension } from '#app/domain/extensions/decide-extension.ts'
import { listExtensions } from '#app/domain/extensions/list-extensions.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { listQueue } from '#app/domain/reviews/list-queue.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { countTasks } from '#app/domain/tasks/count-tasks.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Submission } from '#db/models/requirements.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { answer, CLOSED, closings, SUSPENDED, WHY } from '#tests/factories/closing.ts'
import { noticesOf, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { newScene, close, late, withhold, events, mailsOf, actionsOf } = closings(database)

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
