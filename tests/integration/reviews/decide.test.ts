import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { ClockEntry, Decision, Requirement } from '#db/models/requirements.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { write } from '#tests/factories/context.ts'
import { type DecisionDesk, decisionDesk } from '#tests/factories/decision.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: DecisionDesk
beforeEach(async () => {
  desk = await decisionDesk(database.db)
})

describe('approving', () => {
  test('keeps the evidence, closes the requirement, tells the members', async () => {
    const { ctx, approve, reread, officer, mailsOf, actionsOf } = desk
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
    const { ctx } = desk
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
    const { ctx, approve, mailsOf } = desk
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
    const { ctx, reread, actionsOf, mailsOf } = desk
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
    const { ctx, reject, reread, mailsOf, actionsOf } = desk
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
    const { ctx, reject, reread } = desk
    const waiting = await addWaiting(ctx, {
      requestedAt: new Date('2026-02-05T09:00:00Z'),
      deadlineAt: new Date('2026-03-09T22:59:59.999Z'),
    })
    await reject(waiting)
    const { requirement } = await reread(waiting)
    expect(requirement.deadlineAt).toEqual(new Date('2026-03-17T22:59:59.999Z'))
  })

  test('a requirement closed meanwhile cannot be given back', async () => {
    const { ctx, reject, reread } = desk
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
