import { beforeEach, describe, expect, it, vi } from 'vitest'
import { listHeldAccounts, readHeldBatch } from '#app/domain/breaker/read-held-batch.ts'
import { runSweep, type SweepReport } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import { AT, type BreakerScene, breakerScene, LATER, overdueMerchants } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
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

describe('the limit', () => {
  it('lets a run at the limit act, and holds one above it whole', async () => {
    const { sweep, restricted } = scene
    const merchants = await overdueMerchants(db, 3)
    expect(await sweep()).toMatchObject({ held: null })
    expect(await restricted(merchants)).toBe(3)
    const more = await overdueMerchants(db, 4)
    const report = await sweep(LATER)
    expect(report).toMatchObject({
      held: { accounts: 4, mostAccounts: 3, activeAccounts: 4 },
      restrictions: [],
    })
    expect(await restricted(more)).toBe(0)
  })

  it('needs both: more than the number and more than the share', async () => {
    const { sweep, restricted } = scene
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 3, share: 0.5 } })
    await addMerchants(db, 4)
    const merchants = await overdueMerchants(db, 4)
    expect((await sweep()).held).toBeNull()
    expect(await restricted(merchants)).toBe(4)
  })
})

describe('a held run', () => {
  it('writes one list, tells the officers once, and sends the reminders all the same', async () => {
    const { sweep, batches, held, officersMailed, restricted, desk } = scene
    const merchants = await overdueMerchants(db, 5)
    const [reminded] = await addMerchants(db, 1)
    await ask(db, reminded ? [reminded] : [], { deadline: '2026-02-26', notices: ['2026-01-05T09:00:00Z'] })
    const report = await sweep()
    expect(report.reminders.map(({ accountId }) => accountId)).toContain(reminded?.accountId)
    await sweep(LATER)
    expect(await batches()).toEqual(['held'])
    const batch = await held()
    expect(batch).toMatchObject({ accounts: 5, version: 1, activeAccounts: 6, mostAccounts: 3 })
    expect(await auditOf(db, batch.id)).toEqual(['held_batch.opened'])
    expect(await officersMailed()).toHaveLength(2)
    expect(await restricted(merchants)).toBe(0)
    const { accounts } = await listHeldAccounts(desk(), batch.id)
    expect(accounts).toHaveLength(5)
    expect(accounts[0]).toMatchObject({
      capabilities: ['payouts'],
      documents: [{ nameFr: 'RIB', daysOverdue: 6, noticesAcceptedAt: [expect.any(Date), expect.any(Date)] }],
    })
    expect(await readHeldBatch(desk())).toMatchObject({
      accounts: 5,
      stillDue: 5,
      payoutsOnly: 5,
      suspended: 0,
      bar: null,
    })
  })

  it('comes of two workers at once as one batch and one mail to each officer', async () => {
    const { sweep, batches, officersMailed } = scene
    await overdueMerchants(db, 5)
    await Promise.all([sweep(), sweep(), sweep()])
    expect(await batches()).toEqual(['held'])
    expect(await officersMailed()).toHaveLength(2)
  })

  it('is foreseen by a dry run, which writes nothing', async () => {
    const { sweep, batches } = scene
    await overdueMerchants(db, 5)
    const report = await sweep(AT, { dryRun: true })
    expect(report).toMatchObject({ held: { accounts: 5, mostAccounts: 3 } })
    expect(report.restrictions).toHaveLength(5)
    expect(await batches()).toEqual([])
  })

  it('passes when its number has fallen, and the run acts on the rest', async () => {
    const { sweep, desk, batches, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const answered = merchants.slice(0, 2).map(({ accountId }) => accountId)
    await write(sweepContext(db, AT), (tx) =>
      Requirement.query(tx.db)
        .patch({ status: 'in_review', deadlineAt: null })
        .whereIn('accountId', answered),
    )
    expect(await readHeldBatch(desk())).toMatchObject({ accounts: 5, stillDue: 3 })
    expect((await sweep(LATER)).held).toBeNull()
    expect(await batches()).toEqual(['passed'])
    expect(await restricted(merchants)).toBe(3)
  })

  it('stays while an outage empties the count', async () => {
    const { sweep, batches } = scene
    await overdueMerchants(db, 5)
    await sweep()
    const ctx = sweepContext(db, AT)
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    await write(ctx, (tx) => tx.db('components').where({ id: portal }).update({ status: 'major_outage' }))
    expect(await sweep(LATER)).toMatchObject({ paused: true, held: null })
    expect(await batches()).toEqual(['held'])
  })

  it('is begun anew under other rules', async () => {
    const { sweep, held, release, batches } = scene
    await overdueMerchants(db, 5)
    await sweep()
    const first = await held()
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 4, share: 0 } })
    await expect(release()).rejects.toMatchObject({ kind: 'Conflict', code: 'batch.otherPolicy' })
    await sweep(LATER)
    expect(await batches()).toEqual(['passed', 'held'])
    expect((await held()).id).not.toBe(first.id)
  })

  it('ends at its limit when more becomes due while it acts than the breaker counted before', async () => {
    const { restricted, sweep } = scene
    const ctx = sweepContext(db, AT)
    const counted = await overdueMerchants(db, 3, { deadline: '2026-02-12' })
    const late = await overdueMerchants(db, 4)
    const exempt = (value: boolean, tx: { db: Database }) =>
      Account.query(tx.db)
        .patch({ exempt: value })
        .whereIn(
          'id',
          late.map(({ accountId }) => accountId),
        )
    await write(ctx, (tx) => exempt(true, tx))
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    // Who publishes holds the component, and the run waits for the end of that before it acts.
    let running: Promise<SweepReport> | undefined
    await write(ctx, async (tx) => {
      await tx.db('components').where({ id: portal }).update({ status: 'operational' })
      running = runSweep(ctx, { batchAccounts: 1 })
      await vi.waitFor(async () => {
        const waiting = await rows(
          db,
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        expect(waiting).toHaveLength(1)
      })
      await exempt(false, tx)
    })
    expect((await running)?.restrictions).toHaveLength(3)
    expect(await restricted(counted)).toBe(3)
    expect(await restricted(late)).toBe(0)
    expect(await sweep(LATER)).toMatchObject({ held: { accounts: 4 } })
  })
})
