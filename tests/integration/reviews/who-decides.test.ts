import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { rows } from '#db/client.ts'
import { AcceptedDocument, Decision, Submission } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
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

describe('who comes second', () => {
  test('of two officers at the same instant exactly one decides, twenty times', async () => {
    const { ctx, approve, reject, reread } = desk
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
    const { ctx, approve } = desk
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
    const { ctx, approve } = desk
    const waiting = await addWaiting(ctx)
    await write(ctx, (tx) => Submission.query(tx.db).patch({ status }).where({ id: waiting.submission.id }))
    await expect(approve(waiting)).rejects.toMatchObject({ kind, code })
  })

  test('a stale version', async () => {
    const { ctx, approve } = desk
    const waiting = await addWaiting(ctx)
    await expect(approve(waiting, ctx, 2)).rejects.toMatchObject({ kind: 'Conflict', code: 'review.changed' })
  })
})

describe('who may not', () => {
  test.each([randomUUID(), 'x', ''])('an unknown submission %j', async (submissionId) => {
    const { ctx } = desk
    await expect(approveSubmission(ctx, { submissionId, version: 1 })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expect(
      rejectSubmission(ctx, { submissionId, version: 1, reasonCodes: ['expired'] }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('members, publishers, administrators, jobs and nobody', async () => {
    const { ctx, approve, reject, reread } = desk
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
