import { beforeEach, describe, expect, it } from 'vitest'
import { askBreaker } from '#app/domain/breaker/ask-breaker.ts'
import { dismissBatch } from '#app/domain/breaker/dismiss-batch.ts'
import { listClosedBatches, listHeldAccounts } from '#app/domain/breaker/read-held-batch.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { withholdOverdue } from '#app/domain/sweep/withhold-overdue.ts'
import { type Database, rows, transaction } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Notice } from '#db/models/restrictions.ts'
import { ContactTask, HeldBatch } from '#db/models/tasks.ts'
import {
  AT,
  type BreakerScene,
  breakerScene,
  LATER,
  NOTE,
  overdueMerchants,
} from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { addMerchants, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addPerson } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let db: Database
let scene: BreakerScene
beforeEach(async () => {
  database = await createTestDatabase()
  db = database.db
  scene = await breakerScene(db)
  return () => database.drop()
})

describe('a release', () => {
  it('is not used up by a run that an outage cuts short', async () => {
    const { sweep, held, release, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    await release()
    const ctx = sweepContext(db, LATER)
    const policy = await currentPolicy(ctx)
    const at = new Date(LATER)
    const ladder = reachedLadder(policy, at)
    const allowance = await askBreaker(ctx, policy, ladder)
    expect(allowance).toEqual({ kind: 'released', batchId })
    // The outage is published between what the breaker said and the first batch.
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    const say = (status: string) =>
      write(ctx, (tx) => tx.db('components').where({ id: portal }).update({ status }))
    await say('major_outage')
    const run = { ctx, at, policy, ladder, allowance, dryRun: false, batchAccounts: 10 }
    for await (const _ of withholdOverdue(run)) expect.unreachable('nothing is withheld in an outage')
    await say('operational')
    await sweep(LATER)
    expect(await restricted(merchants)).toBe(5)
  })

  it('lets the next run act on the list that was seen, and on nothing that came since', async () => {
    const { sweep, release, restricted, desk } = scene
    const seen = await overdueMerchants(db, 5)
    await sweep()
    await release()
    const since = await overdueMerchants(db, 5)
    expect((await sweep(LATER)).held).toBeNull()
    expect(await restricted(seen)).toBe(5)
    expect(await restricted(since)).toBe(0)
    const [batch] = await HeldBatch.query(db)
    expect(await auditOf(db, batch?.id ?? '')).toEqual([
      'held_batch.opened',
      'held_batch.released',
      'held_batch.applied',
    ])
    // Those that came since are counted by the run after, and held by themselves.
    expect(await sweep('2026-02-18T23:21:00Z')).toMatchObject({ held: { accounts: 5 } })
    expect(await restricted(since)).toBe(0)
    expect(await listClosedBatches(desk())).toMatchObject([
      { status: 'released', accounts: 5, by: 'Camille Martin', note: NOTE, isWaiting: false },
    ])
  })

  it('covers what each account loses by the list: the next rung is held again', async () => {
    const { sweep, release } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await sweep(LATER)
    expect(await sweep('2026-02-25T23:01:00Z')).toMatchObject({ held: { accounts: 5 } })
    const states = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
    expect(new Set(states.flatMap(Object.keys))).toEqual(new Set(['payouts documents_overdue']))
  })

  it('does not cover a second capability that a list did not name, however late the run comes', async () => {
    const { sweep, release } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await sweep('2026-02-25T23:01:00Z')
    const states = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
    expect(new Set(states.flatMap(Object.keys))).toEqual(new Set(['payouts documents_overdue']))
    const told = await Mail.query(db).where({ template: 'account_restricted' })
    expect(told.map(({ data }) => (data as { capabilities: string[] }).capabilities)).toEqual(
      merchants.map(() => ['payouts']),
    )
  })

  it('spares who answered between the list and the run', async () => {
    const { sweep, release, restricted } = scene
    const [answered, ...others] = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await write(sweepContext(db, AT), (tx) =>
      Requirement.query(tx.db)
        .patch({ status: 'submitted', deadlineAt: null })
        .where({ accountId: answered?.accountId ?? '' }),
    )
    await sweep(LATER)
    expect(await restricted(others)).toBe(4)
    expect(await restricted(answered ? [answered] : [])).toBe(0)
  })

  it('is judged by a list that names what protects each account by now', async () => {
    const { sweep, desk, held } = scene
    const merchants = await overdueMerchants(db, 7)
    await sweep()
    const [due, reviewed, exempt, unreached, extended, untold, answered] = merchants.map(
      ({ accountId }) => accountId,
    )
    await write(sweepContext(db, AT), async (tx) => {
      const requirement = (accountId = '') => Requirement.query(tx.db).where({ accountId })
      await requirement(reviewed).patch({ status: 'in_review', deadlineAt: null })
      await requirement(extended).patch({ deadlineAt: new Date('2026-03-10T22:59:59.999Z') })
      await requirement(answered).patch({ status: 'approved', closedAt: new Date(AT), deadlineAt: null })
      await Account.query(tx.db).where({ id: exempt }).patch({ exempt: true })
      await Mail.query(tx.db).where({ accountId: untold }).patch({ status: 'failed', sentAt: null })
      const notice = await Notice.query(tx.db).findOne({ accountId: unreached }).throwIfNotFound()
      await ContactTask.query(tx.db).insert({
        id: notice.id,
        accountId: notice.accountId,
        noticeId: notice.id,
        openedAt: new Date(AT),
      })
    })
    const { accounts } = await listHeldAccounts(desk(), (await held()).id)
    const said = new Map(
      accounts.map(({ accountId, capabilities, protections }) => [
        accountId,
        capabilities.length > 0 ? capabilities : protections.map(({ obstacle }) => obstacle),
      ]),
    )
    expect(
      [due, reviewed, exempt, unreached, extended, untold, answered].map((id) => said.get(id ?? '')),
    ).toEqual([
      ['payouts'],
      ['awaiting_review'],
      ['exempt'],
      ['unreachable'],
      ['not_overdue'],
      ['too_few_notices'],
      [],
    ])
  })

  it('and a dismissal at the same moment: one of them counts', async () => {
    const { sweep, held, release, officer, second, desk, batches, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    const results = await Promise.allSettled([
      release(officer),
      release(second),
      dismissBatch(desk(second), { batchId, note: NOTE }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [status] = await batches()
    await sweep(LATER)
    expect(await restricted(merchants)).toBe(status === 'released' ? 5 : 0)
  })

  it('beside a run: acted on by that run or by the next, never lost and never twice', async () => {
    const { sweep, release, restricted, batches } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await Promise.all([release(), sweep(LATER), sweep(LATER)])
    await Promise.all([sweep('2026-02-18T23:21:00Z'), sweep('2026-02-18T23:21:00Z')])
    expect(await restricted(merchants)).toBe(5)
    expect(await batches()).toEqual(['released'])
    const told = await Mail.query(db).where({ template: 'account_restricted' })
    expect(told).toHaveLength(5)
  })

  it('queues the run that acts on it', async () => {
    const { sweep, release } = scene
    await overdueMerchants(db, 5)
    await sweep()
    await release()
    const jobs = await rows(db, `select 1 from graphile_worker.jobs where task_identifier = 'sweep'`)
    expect(jobs).toHaveLength(1)
  })

  it('given under rules that changed before its run lets nothing through', async () => {
    const { sweep, release, restricted, batches } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 2, share: 0 } })
    expect(await sweep(LATER)).toMatchObject({ held: { accounts: 5, mostAccounts: 2 } })
    expect(await restricted(merchants)).toBe(0)
    expect(await batches()).toEqual(['passed', 'held'])
  })

  it('has a list that nobody can lengthen afterwards', async () => {
    const { sweep, held, release } = scene
    await overdueMerchants(db, 5)
    const [other] = await addMerchants(db, 1)
    await sweep()
    const { id: batchId } = await held()
    await release()
    await expect(
      transaction(db, (trx) =>
        trx.raw(`insert into held_batch_entries values (?, ?, 'payments')`, [
          batchId,
          other?.accountId ?? '',
        ]),
      ),
    ).rejects.toThrow(/only grows/)
    await expect(transaction(db, (trx) => trx.raw(`delete from held_batch_entries`))).rejects.toThrow(
      /only grows/,
    )
  })
})

describe('a dismissal', () => {
  it('closes the batch; a run that still finds the same holds again', async () => {
    const { sweep, held, desk, batches, officersMailed, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    await dismissBatch(desk(), { batchId, note: NOTE })
    await expect(dismissBatch(desk(), { batchId, note: NOTE })).rejects.toMatchObject({ kind: 'Conflict' })
    await sweep(LATER)
    expect(await batches()).toEqual(['dismissed', 'held'])
    expect(await officersMailed()).toHaveLength(4)
    expect(await restricted(merchants)).toBe(0)
  })
})
