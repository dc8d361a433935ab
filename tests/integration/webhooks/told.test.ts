import { beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import { withTransaction } from '#app/domain/context.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let officer: UserActor
beforeAll(async () => {
  officer = await addUser(deskContext(database.db, { kind: 'system', name: 'test' }), 'officer')
})
const desk = () => deskContext(database.db, officer)
const eventsOf = (accountId: string) =>
  rows<{ type: string; data: object }>(
    database.db,
    'select type, data from account_events where account_id = :accountId order by seq',
    { accountId },
  )
const working = { payments: 'active', payouts: 'active' }

describe('the outside is told', () => {
  it('of a request and of what became of it, with reasons as the merchant reads them', async () => {
    const waiting = await addWaiting(desk())
    await rejectSubmission(desk(), {
      submissionId: waiting.submission.id,
      version: 1,
      reasonCodes: ['not_readable', 'fraudulent', 'manipulated', 'expired'],
    })
    const requirement = {
      id: waiting.requirement.id,
      document_type: 'company_registration',
      subject: null,
      status: 'rejected',
      reason_codes: ['expired', 'invalid', 'not_readable'],
    }
    expect(await eventsOf(waiting.account.id)).toEqual([
      {
        type: 'requirement.rejected',
        data: { account_id: waiting.account.id, capabilities: working, requirement },
      },
    ])
    const requested = await requestRequirement(desk(), {
      accountId: waiting.account.id,
      documentType: 'bank_details',
    })
    expect((await eventsOf(waiting.account.id)).at(-1)).toMatchObject({
      type: 'requirement.requested',
      data: {
        requirement: { id: requested, status: 'requested', document_type: 'bank_details', reason_codes: [] },
      },
    })
  })

  it('that an account is restricted, and reinstated by the very approval', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('no merchant')
    const { accountId } = merchant
    const notices = ['2026-01-05T09:00:00Z', '2026-01-20T09:00:00Z']
    await ask(database.db, [merchant], { deadline: '2026-02-13', documentType: 'bank_details', notices })
    await runSweep(sweepContext(database.db, '2026-03-10T08:00:00.000Z'))
    const [restricted] = await eventsOf(accountId)
    expect(restricted).toMatchObject({
      type: 'account.restricted',
      data: { capabilities: { payments: 'inactive', payouts: 'inactive' } },
    })
    await runSweep(sweepContext(database.db, '2026-03-10T08:10:00.000Z'))
    expect(await eventsOf(accountId)).toHaveLength(1)
    const waiting = await addWaiting(desk(), {
      account: { id: accountId } as never,
      documentType: 'identity_document',
    })
    await approveSubmission(desk(), {
      submissionId: waiting.submission.id,
      version: 1,
      expiresOn: '2030-01-01',
    })
    expect((await eventsOf(accountId)).map(({ type }) => type)).toEqual([
      'account.restricted',
      'requirement.approved',
    ])
  })

  it('never of a cause that the merchant must not learn', async () => {
    const { id: accountId } = await addAccount(desk())
    for (const cause of ['fraud', 'asset_freeze', 'manual'] as const) {
      const order = { accountId, capabilities: ['payouts' as const], reason: 'Soupçon de fraude' }
      await restrictManually(desk(), { ...order, cause })
    }
    for (const cause of ['fraud', 'asset_freeze', 'manual'] as const) {
      const [open] = await rows<{ id: string }>(
        database.db,
        'select id from restrictions where account_id = :accountId and cause = :cause',
        { accountId, cause },
      )
      await liftManually(desk(), { accountId, restrictionId: open?.id ?? '', reason: 'Levée' } as never)
    }
    const told = await eventsOf(accountId)
    expect(told.map(({ type }) => type)).toContain('account.reinstated')
    expect(told.at(-1)).toMatchObject({ type: 'account.reinstated', data: { capabilities: working } })
    expect(JSON.stringify(told)).not.toMatch(/fraud|freeze|manual|cause|soupçon/i)
  })

  it('of thousands of accounts in one statement, in the order given', async () => {
    const merchants = await addMerchants(database.db, 2_000)
    const statements: string[] = []
    const note = ({ sql }: { sql: string }) => statements.push(sql)
    await withTransaction(desk(), async (tx) => {
      tx.db.on('query', note)
      await recordEvents(
        tx,
        merchants.map(({ accountId }) => ({
          type: 'account.restricted',
          accountId,
          capabilities: ['payouts'],
        })),
      )
    })
    expect(statements.filter((sql) => sql.includes('account_events'))).toHaveLength(1)
    const told = await rows<{ accountId: string }>(
      database.db,
      'select account_id from account_events order by seq desc limit 2000',
    )
    expect(told.map(({ accountId }) => accountId).reverse()).toEqual(
      merchants.map(({ accountId }) => accountId),
    )
  })
})
