import { describe, expect, it } from 'vitest'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { renewals } from '#tests/factories/renewal.ts'
import { addDocument } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const { scene, run, requirementsOf, answer } = renewals(database)

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
