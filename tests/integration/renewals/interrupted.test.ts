import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import type { Context } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rows } from '#db/client.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addDocuments, addMerchants, type Merchant } from '#tests/factories/overdue.ts'
import { makeScene } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const AT = '2027-02-15T05:30:00Z'
const context = (): Context => deskContext(database.db, system('renew'), AT)

/** What is open of each merchant, with the days of its clock: one line each. */
const openOf = (merchants: readonly Merchant[]) =>
  rows<{ accountId: string; open: string[] }>(
    database.db,
    `select a.id as account_id, array(select concat_ws(' ', q.document_type, q.clock_from,
          (select string_agg(c.kind || ' ' || c.date, ',') from clock_entries c where c.requirement_id = q.id),
          (select count(*) from account_events e where e.requirement_id = q.id),
          (select count(*) from audit_entries e where e.subject_id = cast(q.id as text)))
        from requirements q where q.account_id = a.id and q.closed_at is null order by q.document_type) as open
      from accounts a where a.id = any(cast(:ids as uuid[])) order by a.id`,
    { ids: merchants.map(({ accountId }) => accountId) },
  )

/** Two documents each: one that ends in 59 days, and one that has ended. */
async function fill(prefix: string, count = 450): Promise<Merchant[]> {
  const merchants = await addMerchants(database.db, count, { prefix })
  await addDocuments(database.db, merchants, { documentType: 'activity_licence', expiresOn: '2027-04-15' })
  await addDocuments(database.db, merchants, { documentType: 'identity_document', expiresOn: '2027-01-31' })
  return merchants
}
const DONE = ['activity_licence 2027-03-16 1 1', 'identity_document set 2027-03-17 1 2']
const isDone = async (merchants: readonly Merchant[]) =>
  expect((await openOf(merchants)).filter(({ open }) => open.join() !== DONE.join())).toEqual([])

describe('a run', () => {
  it('cut off anywhere leaves whole batches, and the next run does the rest', async () => {
    const merchants = await fill('aaaaaaa1')
    let asked = 0
    for (let calls = 2; asked < merchants.length * 2; calls += 1) {
      let left = calls
      const dying: Context = {
        ...context(),
        clock: {
          now() {
            left -= 1
            if (left < 0) throw new Error('killed')
            return new Date(AT)
          },
        },
      }
      await renew(dying).catch((error: Error) => expect(error.message).toBe('killed'))
      const open = (await openOf(merchants)).map((one) => one.open.length)
      const now = open.reduce((sum, count) => sum + count, 0)
      expect(now).toBeGreaterThanOrEqual(asked)
      asked = now
    }
    await renew(context())
    await isDone(merchants)
    expect(await renew(context())).toEqual({ asked: 0, started: 0 })
  })

  it('beside another and beside officers asks each question once', async () => {
    const merchants = await fill('aaaaaaa2')
    const officer = await addUser(context(), 'officer')
    const asking = merchants.slice(0, 6).map(async ({ accountId }, index) => {
      const ctx = { ...context(), actor: officer }
      const ask =
        index % 2 === 0 ? requestMissing(ctx, { accountId }) : requestReview(ctx, { accountId, why: 'x' })
      await ask.catch((error) => expect(isDomainError(error)).toBe(true))
    })
    const runs = await Promise.all([renew(context()), renew(context()), ...asking]).then(([one, two]) => [
      one,
      two,
    ])
    await renew(context())
    await isDone(merchants.slice(6))
    expect(runs.reduce((sum, run) => sum + (run?.asked ?? 0), 0)).toBeGreaterThanOrEqual(888)
    const twice = await rows(
      database.db,
      `select 1 from requirements where closed_at is null group by account_id, document_type, subject having count(*) > 1`,
    )
    expect(twice).toEqual([])
    expect(await verifyAudit(context())).toMatchObject({ ok: true })
  })

  it('beside approvals never leaves open what was accepted meanwhile', async () => {
    const made = await makeScene(database.db)
    const merchants = await fill('aaaaaaa3', 40)
    const waiting = await Promise.all(
      merchants.map(async ({ accountId }) => {
        const member = await addUser(context(), 'member', { accountId })
        const account = { id: accountId } as never
        return addWaiting(context(), { account, member, documentType: 'beneficial_owners' })
      }),
    )
    // Its review is due: only the requirement that is being decided keeps it from being asked.
    await addDocuments(database.db, merchants, {
      ...{ documentType: 'beneficial_owners', expiresOn: null, acceptedAt: '2022-03-01T09:00:00Z' },
    })
    await Promise.all([
      renew(context()),
      ...waiting.map(({ submission }) =>
        approveSubmission(made.as(made.officer, AT), {
          ...{ submissionId: submission.id, version: 1, issuedOn: '2026-03-01' },
        }),
      ),
    ])
    const left = await rows(
      database.db,
      `select 1 from requirements where closed_at is null and document_type = 'beneficial_owners'
         and account_id = any(cast(:ids as uuid[]))`,
      { ids: merchants.map(({ accountId }) => accountId) },
    )
    expect(left).toEqual([])
  })
})

it('counts in a dry run what a run then does, and changes nothing', async () => {
  const merchants = await fill('aaaaaaa4', 3)
  expect(await renew(context(), { dryRun: true })).toEqual({ asked: 6, started: 0 })
  expect((await openOf(merchants)).flatMap(({ open }) => open)).toEqual([])
  expect(await renew(context())).toEqual({ asked: 6, started: 3 })
})
