import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { readForReview } from '#app/domain/reviews/read-for-review.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { Requirement, Submission, SubmissionFile } from '#db/models/requirements.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  ctx = deskContext(database.db, officer)
})

test('everything to judge one submission: what was sent, declared and decided before', async () => {
  const first = await addWaiting(ctx)
  await rejectSubmission(ctx, {
    submissionId: first.submission.id,
    version: 1,
    reasonCodes: ['manipulated'],
    note: 'La date est surchargée.',
  })
  const again = await write(ctx, async (tx) => {
    await Requirement.query(tx.db).patch({ status: 'in_review' }).where({ id: first.requirement.id })
    const submission = await Submission.query(tx.db).insertAndFetch({
      id: randomUUID(),
      requirementId: first.requirement.id,
      accountId: first.account.id,
      status: 'in_review',
      submittedBy: first.member.userId,
      submittedAt: new Date('2026-03-10T08:00:00Z'),
      submitKey: 'again',
    })
    const file = {
      submissionId: submission.id,
      side: 'front' as const,
      originalName: 'recto.jpg',
      mediaType: 'image/jpeg' as const,
      bytes: 10,
      sha256: 'b'.repeat(64),
      createdAt: tx.clock.now(),
    }
    await SubmissionFile.query(tx.db).insert([
      { ...file, id: randomUUID(), position: 1, side: 'back', storageKey: randomUUID(), state: 'kept' },
      { ...file, id: randomUUID(), position: 0, storageKey: randomUUID(), state: 'kept' },
      { ...file, id: randomUUID(), position: 2, storageKey: randomUUID(), state: 'refused' },
    ])
    return submission
  })
  const data = await readForReview(ctx, again.id)
  expect(data.submission).toMatchObject({
    version: 1,
    status: 'in_review',
    submittedBy: 'Camille Martin',
    decision: null,
  })
  expect(data.submission.files.map(({ side }) => side)).toEqual(['front', 'back'])
  expect(data.account).toMatchObject({
    name: 'Boulangerie Dupont',
    legalForm: 'company',
    state: 'active',
    declared: { representative: 'Jeanne Dupont' },
  })
  expect(data.documentType).toMatchObject({ name: { fr: 'Extrait Kbis ou RNE' }, validity: { months: 3 } })
  expect(data.history).toEqual([
    {
      submissionId: first.submission.id,
      status: 'rejected',
      submittedAt: first.submission.submittedAt,
      submittedBy: 'Camille Martin',
      decision: {
        decision: 'rejected',
        reasonCodes: ['manipulated'],
        note: 'La date est surchargée.',
        decidedBy: 'Olive Officier',
        decidedAt: ctx.clock.now(),
      },
    },
  ])
  const decided = await readForReview(ctx, first.submission.id)
  expect(decided.submission.decision).toMatchObject({ decidedBy: 'Olive Officier', decision: 'rejected' })
  expect(decided.history.map(({ submissionId }) => submissionId)).toEqual([again.id])
})

test("another account's answers and another document's are no history", async () => {
  const one = await addWaiting(ctx)
  await addWaiting(ctx)
  await addWaiting(ctx, { account: one.account, member: one.member, documentType: 'bank_details' })
  expect((await readForReview(ctx, one.submission.id)).history).toEqual([])
})

test('unknown ids and other roles', async () => {
  const { submission, member } = await addWaiting(ctx)
  for (const id of [randomUUID(), 'x', '']) {
    await expect(readForReview(ctx, id)).rejects.toMatchObject({ kind: 'NotFound' })
  }
  for (const actor of [member, await addUser(ctx, 'publisher'), await addUser(ctx, 'administrator')]) {
    await expect(readForReview({ ...ctx, actor }, submission.id)).rejects.toMatchObject({ kind: 'Forbidden' })
  }
})
