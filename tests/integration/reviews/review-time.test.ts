import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { answerBy } from '#app/domain/reviews/answer-by.ts'
import { reviewTime } from '#app/domain/reviews/review-time.ts'
import { Decision, Requirement, Submission } from '#db/models/requirements.ts'
import { addAccount, addUser, deskContext, NOW, write } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, system('test'))

/** Decisions that took so many days each, the last of them `endedDaysAgo`. */
async function decided(daysTaken: readonly number[], endedDaysAgo = 1) {
  const account = await addAccount(ctx())
  const member = await addUser(ctx(), 'member', { accountId: account.id })
  const officer = await addUser(ctx(), 'officer')
  const decidedAt = new Date(Date.parse(NOW) - endedDaysAgo * DAY_MS)
  await write(ctx(), async (tx) => {
    for (const days of daysTaken) {
      const submittedAt = new Date(decidedAt.getTime() - days * DAY_MS)
      const [requirementId, submissionId] = [randomUUID(), randomUUID()]
      const closed = { status: 'approved' as const, requestedAt: submittedAt, closedAt: decidedAt }
      const of = { accountId: account.id, documentType: 'bank_details' }
      await Requirement.query(tx.db).insert({ id: requirementId, ...of, ...closed })
      await Submission.query(tx.db).insert({
        id: submissionId,
        requirementId,
        accountId: account.id,
        status: 'approved',
        submittedBy: member.userId,
        submittedAt,
        submitKey: randomUUID(),
      })
      await Decision.query(tx.db).insert({
        id: randomUUID(),
        submissionId,
        decision: 'approved',
        decidedBy: officer.userId,
        decidedAt,
      })
    }
  })
}

describe('how long our answers take', () => {
  test('is promised until twenty decisions can tell, and then measured', async () => {
    const officer = await addUser(ctx(), 'officer')
    const read = () => reviewTime({ ...ctx(), actor: officer })
    expect(await read()).toEqual({ usualDays: 3, slowDays: 5, measured: false })
    // Too long ago to say anything.
    await decided(Array(30).fill(9), 31)
    await decided(Array(19).fill(0.5))
    expect(await read()).toMatchObject({ measured: false })
    await decided([0.5])
    expect(await read()).toEqual({ usualDays: 1, slowDays: 1, measured: true })
    // Of forty, half took an hour more than two days.
    await decided(Array(20).fill(2 + 1 / 24))
    expect(await read()).toEqual({ usualDays: 2, slowDays: 3, measured: true })
  })

  test('is for whoever may read requirements', async () => {
    await expect(reviewTime({ ...ctx(), actor: nobody })).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

describe('an answer is expected', () => {
  const time = { usualDays: 2, slowDays: 5, measured: true }
  const on = (day: string) => new Date(`${day}T10:00:00Z`)
  const expected = (sent: string, now: string) => {
    const { state, by } = answerBy(on(sent), time, on(now))
    return [state, by && parisDay(by).toString()]
  }

  test.each([
    // Thursday: business days skip the weekend.
    ['2026-03-12', '2026-03-12', 'usual', '2026-03-16'],
    ['2026-03-12', '2026-03-16', 'usual', '2026-03-16'],
    ['2026-03-12', '2026-03-17', 'slow', '2026-03-19'],
    ['2026-03-12', '2026-03-19', 'slow', '2026-03-19'],
    ['2026-03-12', '2026-03-20', 'overdue', null],
    // Easter Monday 2026 is 6 April.
    ['2026-04-02', '2026-04-02', 'usual', '2026-04-07'],
    // Sent on a Sunday.
    ['2026-03-15', '2026-03-15', 'usual', '2026-03-17'],
  ])('of what was sent on %s, seen on %s: %s, by %s', (sent, now, state, by) => {
    expect(expected(sent, now)).toEqual([state, by])
  })
})
