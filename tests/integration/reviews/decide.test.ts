import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system, type UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { AcceptedDocument, ClockEntry, Decision, Requirement, Submission } from '#db/models/requirements.ts'
import { Restriction } from '#db/models/restrictions.ts'
import {
  addAccount,
  addUser,
  addWaiting,
  deskContext,
  type Waiting,
  write,
} from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  ctx = deskContext(database.db, officer)
})

const approve = (waiting: Waiting, by: Context = ctx, version = 1) =>
  approveSubmission(by, { submissionId: waiting.submission.id, version, issuedOn: '2026-02-01' })
const reject = (waiting: Waiting, by: Context = ctx) =>
  rejectSubmission(by, {
    submissionId: waiting.submission.id,
    version: 1,
    reasonCodes: ['not_readable', 'fraudulent', 'expired'],
    note: '  La page 2 est floue. ',
  })
const reread = async ({ requirement, submission }: Waiting) => ({
  requirement: await Requirement.query(ctx.db).findById(requirement.id).throwIfNotFound(),
  submission: await Submission.query(ctx.db).findById(submission.id).throwIfNotFound(),
})
const mailsOf = (waiting: Waiting) =>
  Mail.query(ctx.db).where({ accountId: waiting.account.id }).orderBy('locale')
const actionsOf = async (waiting: Waiting) => {
  const entries = await AuditEntry.query(ctx.db).where({ accountId: waiting.account.id }).orderBy('seq')
  return entries.map(({ action }) => action)
}

describe('approving', () => {
  test('keeps the evidence, closes the requirement, tells the members', async () => {
    const waiting = await addWaiting(ctx)
    await addUser(ctx, 'member', { accountId: waiting.account.id, locale: 'en', name: 'Ann' })
    const disabledAt = new Date('2026-01-01T00:00:00Z')
    await addUser(ctx, 'member', { accountId: waiting.account.id, disabledAt })
    const document = await approve(waiting)
    expect(document).toMatchObject({
      accountId: waiting.account.id,
      submissionId: waiting.submission.id,
      documentType: 'company_registration',
      issuedOn: '2026-02-01',
      expiresOn: null,
    })
    expect(await reread(waiting)).toMatchObject({
      requirement: { status: 'approved', version: 2, closedAt: ctx.clock.now() },
      submission: { status: 'approved', version: 2 },
    })
    const decision = await Decision.query(ctx.db).where({ submissionId: waiting.submission.id }).first()
    expect(decision).toMatchObject({ decision: 'approved', reasonCodes: [], decidedBy: officer.userId })
    const mails = await mailsOf(waiting)
    expect(mails.map(({ template }) => template)).toEqual(['submission_approved', 'submission_approved'])
    expect(mails.map(({ data }) => data)).toEqual([
      expect.objectContaining({ name: 'Ann', documentType: 'Company registration (Kbis or RNE)' }),
      expect.objectContaining({
        documentType: 'Extrait Kbis ou RNE',
        url: `https://vigie.test/requirements/${waiting.requirement.id}`,
      }),
    ])
    expect(await actionsOf(waiting)).toEqual([
      'document.accepted',
      'submission.approved',
      'requirement.approved',
    ])
  })

  test('satisfies an open requirement other than its own, and stops its clock', async () => {
    const waiting = await addWaiting(ctx, { documentType: 'identity_document', subject: 'Jeanne Dupont' })
    const running = await write(ctx, async (tx) => {
      await Requirement.query(tx.db)
        .patch({ status: 'cancelled', closedAt: tx.clock.now() })
        .where({ id: waiting.requirement.id })
      const asked = {
        accountId: waiting.account.id,
        documentType: 'identity_document',
        requestedAt: tx.clock.now(),
      }
      const deadlineAt = new Date('2026-04-09T21:59:59.999Z')
      const other = {
        ...asked,
        id: randomUUID(),
        subject: 'Paul Dupont',
        status: 'requested' as const,
        deadlineAt,
      }
      const same = {
        ...asked,
        id: randomUUID(),
        subject: 'Jeanne Dupont',
        status: 'requested' as const,
        deadlineAt,
      }
      await Requirement.query(tx.db).insert([same, other])
      await ClockEntry.query(tx.db).insert({
        requirementId: same.id,
        kind: 'started',
        at: tx.clock.now(),
        days: 30,
        cause: 'requested',
      })
      return { same, other }
    })
    await approveSubmission(ctx, { submissionId: waiting.submission.id, version: 1, expiresOn: '2030-01-01' })
    const after = await Requirement.query(ctx.db).findByIds([running.same.id, running.other.id])
    expect(Object.fromEntries(after.map(({ subject, status }) => [subject, status]))).toEqual({
      'Jeanne Dupont': 'approved',
      'Paul Dupont': 'requested',
    })
    const clock = await ClockEntry.query(ctx.db).where({ requirementId: running.same.id }).orderBy('id')
    expect(clock.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['started', 'requested'],
      ['paused', 'approved'],
    ])
  })

  test('lifts what rested on it at once, and nothing else', async () => {
    const waiting = await addWaiting(ctx)
    const imposed = {
      accountId: waiting.account.id,
      imposedAt: ctx.clock.now(),
      imposedBy: 'sweep',
      basis: {},
    }
    const [overdue, manual] = [randomUUID(), randomUUID()]
    await write(ctx, async (tx) => {
      // As it stands once the merchant answered: what was imposed before the submission still holds. The check
      // that would refuse it today is passed over for this row alone.
      await tx.db.raw('alter table restriction_requirements disable trigger restriction_check')
      await Restriction.query(tx.db).insert([
        { ...imposed, id: overdue, capability: 'payouts', cause: 'documents_overdue' },
        { ...imposed, id: manual, capability: 'payments', cause: 'manual', examineBy: '2026-03-31' },
      ])
      await tx
        .db('restrictionRequirements')
        .insert({ restrictionId: overdue, requirementId: waiting.requirement.id })
      await tx.db.raw('alter table restriction_requirements enable trigger restriction_check')
    })
    await approve(waiting)
    const restrictions = await Restriction.query(ctx.db).where({ accountId: waiting.account.id })
    expect(restrictions.find(({ id }) => id === overdue)?.liftedAt).toEqual(ctx.clock.now())
    expect(restrictions.find(({ id }) => id === manual)?.liftedAt).toBeNull()
    const templates = (await mailsOf(waiting)).map(({ template }) => template)
    expect(templates.sort()).toEqual(['account_reinstated', 'submission_approved'])
  })

  test('dates that do not fit leave everything as it was', async () => {
    const waiting = await addWaiting(ctx)
    const old = approveSubmission(ctx, {
      submissionId: waiting.submission.id,
      version: 1,
      issuedOn: '2025-12-09',
    })
    await expect(old).rejects.toMatchObject({
      kind: 'Invalid',
      code: 'review.issuedTooLongAgo',
      facts: { months: 3 },
    })
    expect(await reread(waiting)).toMatchObject({
      requirement: { status: 'in_review', version: 1 },
      submission: { status: 'in_review', version: 1 },
    })
    expect(await actionsOf(waiting)).toEqual([])
    expect(await mailsOf(waiting)).toEqual([])
  })
})

describe('rejecting', () => {
  test('gives the ball back with at least seven days, and says why in each language', async () => {
    // 17 of 30 days used when it was sent: 13 are left, counted from today.
    const waiting = await addWaiting(ctx)
    await addUser(ctx, 'member', { accountId: waiting.account.id, locale: 'en' })
    const decision = await reject(waiting)
    expect(decision.reasonCodes).toEqual(['fraudulent', 'expired', 'not_readable'])
    expect(decision.note).toBe('La page 2 est floue.')
    const { requirement, submission } = await reread(waiting)
    expect(requirement).toMatchObject({ status: 'rejected', version: 2, closedAt: null })
    expect(requirement.deadlineAt).toEqual(new Date('2026-03-23T22:59:59.999Z'))
    expect(submission).toMatchObject({ status: 'rejected', version: 2 })
    const mails = await mailsOf(waiting)
    expect(mails.map(({ template }) => template)).toEqual(['submission_rejected', 'submission_rejected'])
    expect(mails.map(({ data }) => data)).toMatchObject([
      {
        reasons: [
          { title: 'The document has expired' },
          { title: 'We cannot accept this document' },
          { title: 'We cannot read the document' },
        ],
        note: 'La page 2 est floue.',
        deadline: '2026-03-23T22:59:59.999Z',
      },
      { reasons: [{ title: 'Le document a expiré' }, {}, { title: 'Le document est illisible' }] },
    ])
    expect(JSON.stringify(mails)).not.toMatch(/fraud/i)
    expect(await actionsOf(waiting)).toEqual([
      'submission.rejected',
      'requirement.rejected',
      'requirement.clock_resumed',
    ])
  })

  test('raises what was left to seven days', async () => {
    const waiting = await addWaiting(ctx, {
      requestedAt: new Date('2026-02-05T09:00:00Z'),
      deadlineAt: new Date('2026-03-09T22:59:59.999Z'),
    })
    await reject(waiting)
    const { requirement } = await reread(waiting)
    expect(requirement.deadlineAt).toEqual(new Date('2026-03-17T22:59:59.999Z'))
  })

  test('a requirement closed meanwhile cannot be given back', async () => {
    const waiting = await addWaiting(ctx)
    await write(ctx, (tx) =>
      Requirement.query(tx.db)
        .patch({ status: 'waived', closedAt: tx.clock.now() })
        .where({ id: waiting.requirement.id }),
    )
    await expect(reject(waiting)).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'review.requirementClosed',
    })
    expect((await reread(waiting)).submission.status).toBe('in_review')
  })
})

describe('who comes second', () => {
  test('of two officers at the same instant exactly one decides, twenty times', async () => {
    const second = await addUser(ctx, 'officer', { name: 'Paul Second' })
    const account = await addAccount(ctx)
    const member = await addUser(ctx, 'member', { accountId: account.id })
    for (let round = 0; round < 20; round++) {
      const waiting = await addWaiting(ctx, { account, member, subject: `round ${round}` })
      const tries = [() => approve(waiting), () => reject(waiting, { ...ctx, actor: second })]
      if (round % 2) tries.reverse()
      const results = await Promise.allSettled(tries.map((attempt) => attempt()))
      const lost = results.filter((result) => result.status === 'rejected')
      expect(lost).toHaveLength(1)
      const verdict = (await reread(waiting)).submission.status as 'approved' | 'rejected'
      expect(lost[0]?.reason).toMatchObject({
        kind: 'Conflict',
        code: `review.alreadyDecided.${verdict}`,
        facts: { name: verdict === 'approved' ? 'Olive Officier' : 'Paul Second' },
      })
      expect(await Decision.query(ctx.db).where({ submissionId: waiting.submission.id }).resultSize()).toBe(1)
      expect(
        await AcceptedDocument.query(ctx.db).where({ submissionId: waiting.submission.id }).resultSize(),
      ).toBe(verdict === 'approved' ? 1 : 0)
    }
    const [mails] = await rows<{ count: number }>(
      ctx.db,
      `select count(*) as count from mails where account_id = :id`,
      { id: account.id },
    )
    expect(mails?.count).toBe(20)
  })

  test('twice the same officer: the second time is told of the first', async () => {
    const waiting = await addWaiting(ctx)
    await approve(waiting)
    await expect(approve(waiting)).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'review.alreadyDecided.approved',
      facts: { name: 'Olive Officier' },
    })
  })

  test.each([
    ['superseded', 'Conflict', 'review.superseded'],
    ['submitted', 'PreconditionFailed', 'review.notReady'],
  ] as const)('a submission that is %s', async (status, kind, code) => {
    const waiting = await addWaiting(ctx)
    await write(ctx, (tx) => Submission.query(tx.db).patch({ status }).where({ id: waiting.submission.id }))
    await expect(approve(waiting)).rejects.toMatchObject({ kind, code })
  })

  test('a stale version', async () => {
    const waiting = await addWaiting(ctx)
    await expect(approve(waiting, ctx, 2)).rejects.toMatchObject({ kind: 'Conflict', code: 'review.changed' })
  })
})

describe('who may not', () => {
  test.each([randomUUID(), 'x', ''])('an unknown submission %j', async (submissionId) => {
    await expect(approveSubmission(ctx, { submissionId, version: 1 })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expect(
      rejectSubmission(ctx, { submissionId, version: 1, reasonCodes: ['expired'] }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('members, publishers, administrators, jobs and nobody', async () => {
    const waiting = await addWaiting(ctx)
    const actors = [
      waiting.member,
      await addUser(ctx, 'publisher'),
      await addUser(ctx, 'administrator'),
      system('sweep'),
      nobody,
    ]
    for (const actor of actors) {
      await expect(approve(waiting, { ...ctx, actor })).rejects.toMatchObject({ kind: 'Forbidden' })
      await expect(reject(waiting, { ...ctx, actor })).rejects.toMatchObject({ kind: 'Forbidden' })
    }
    expect((await reread(waiting)).submission.status).toBe('in_review')
  })
})
