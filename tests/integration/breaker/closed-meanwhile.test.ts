import { beforeEach, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { listClosedBatches, readHeldBatch } from '#app/domain/breaker/read-held-batch.ts'
import { releaseBatch } from '#app/domain/breaker/release-batch.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { type BreakerScene, breakerScene, LATER, NOTE, overdueMerchants } from '#tests/factories/breaker.ts'
import { type Merchant, sweepContext } from '#tests/factories/overdue.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'
import { type Deed, overlap } from '#tests/setup/overlap.ts'

let database: TestDatabase
let db: Database
let scene: BreakerScene
beforeEach(async () => {
  database = await createTestDatabase()
  db = database.db
  scene = await breakerScene(db)
  return () => database.drop()
})

describe('beside the closing of an account on the list', () => {
  type Place = 'first' | 'second'
  const shut =
    ([closed]: readonly Merchant[]): Deed =>
    (ctx) =>
      closeAccount(ctx, { accountId: closed?.accountId ?? '', reason: 'Fin de contrat.' })
  const eventsOf = async (accountId = '') =>
    (
      await rows<{ type: string }>(
        db,
        `select type from account_events where account_id = :accountId order by seq`,
        { accountId },
      )
    ).map(({ type }) => type)

  it.each<Place>(['first', 'second'])('a release spares it; the closing comes %s', async (closing) => {
    const { sweep, held, desk, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId, version, accounts } = await held()
    const free: Deed = (ctx) => releaseBatch(ctx, { batchId, version, accounts, typed: accounts, note: NOTE })
    const deeds = [shut(merchants), free] as const
    const [one, other] = closing === 'first' ? deeds : ([...deeds].reverse() as [Deed, Deed])
    const done = await overlap(desk(), one, other)
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    await sweep(LATER)
    await sweep(LATER)
    expect(await restricted(merchants.slice(1))).toBe(4)
    expect(await eventsOf(merchants[0]?.accountId)).toEqual(['account.closed'])
    expect(await listClosedBatches(desk())).toMatchObject([{ status: 'released', isWaiting: false }])
  })

  it.each<Place>(['first', 'second'])('the run of a release ends; the closing comes %s', async (closing) => {
    const { sweep, release, desk, officer, restricted } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    const run: Deed = (ctx) => runSweep({ ...ctx, actor: system('sweep') })
    const deeds = [shut(merchants), run] as const
    const [one, other] = closing === 'first' ? deeds : ([...deeds].reverse() as [Deed, Deed])
    const done = await overlap(desk(officer, LATER), one, other)
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await restricted(merchants.slice(1))).toBe(4)
    expect(await restricted(merchants.slice(0, 1))).toBe(0)
    const before = closing === 'first' ? [] : ['account.restricted']
    expect(await eventsOf(merchants[0]?.accountId)).toEqual([...before, 'account.closed'])
    expect(await listClosedBatches(desk())).toMatchObject([{ status: 'released', isWaiting: false }])
    expect((await sweep('2026-02-18T23:21:00Z')).restrictions).toEqual([])
    expect((await verifyAudit(sweepContext(db, LATER))).ok).toBe(true)
  })

  it('of all of them, nothing is left to release: the next run passes the batch', async () => {
    const { sweep, desk, batches } = scene
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    for (const one of merchants) await shut([one])(desk())
    expect(await readHeldBatch(desk())).toMatchObject({ accounts: 5, stillDue: 0 })
    await sweep(LATER)
    expect(await batches()).toEqual(['passed'])
  })
})
