import { beforeEach, describe, expect, it } from 'vitest'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type OutageScene, outageScene } from '#tests/factories/outage.ts'
import { addMerchants, ask, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: OutageScene
beforeEach(async () => {
  scene = await outageScene(database.db)
})

describe('while it lasts, and until the days are given', () => {
  it('nothing is withheld on a deadline that ended in it, also by a sweep that comes first', async () => {
    const { down, say, lastDay } = scene
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('no merchant')
    const [id = ''] = await ask(database.db, [merchant], {
      deadline: '2026-02-13',
      notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
    })
    // From the last day until the ladder would long have been climbed.
    const incidentId = await down('2026-02-13T09:00')
    await runSweep(sweepContext(database.db, '2026-02-27T09:00:00Z'))
    await say(incidentId, '2026-02-27T10:00', 'resolved')
    const ctx = sweepContext(database.db, '2026-02-27T10:05:00Z')
    expect(await fairClockPauses(ctx)).toBe(true)
    const waiting = await runSweep(ctx, { dryRun: true })
    expect(waiting).toMatchObject({ paused: true, restrictions: [] })
    const report = await runSweep(ctx)
    expect(report).toMatchObject({ paused: false, restrictions: [] })
    expect(await openRestrictions(database.db, merchant.accountId)).toEqual({})
    // 15 days: from Friday 13 February to Saturday the 28th, so Monday 2 March.
    expect(await lastDay(id)).toBe('2026-03-02')
  })

  it('the database refuses a restriction until the last deadline is moved', async () => {
    const { outage, settle } = scene
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('no merchant')
    await ask(database.db, [merchant], {
      deadline: '2026-01-13',
      notices: ['2026-01-05T09:00:00Z', '2026-01-10T09:00:00Z'],
    })
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    const restrict = () =>
      database.db.transaction(async (trx) => {
        await trx.raw(`insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis)
          select gen_random_uuid(), account_id, 'payouts', 'documents_overdue', '2026-02-10T11:00Z', 'test', '{}'
            from requirements where account_id = '${merchant.accountId}'`)
        await trx.raw(`insert into restriction_requirements (restriction_id, requirement_id)
          select r.id, q.id from restrictions r join requirements q using (account_id) where r.account_id = '${merchant.accountId}'`)
        throw new Error('not refused')
      })
    await expect(restrict()).rejects.toThrow(/restriction refused: fair_clock/)
    await settle('2026-02-10T10:30')
    await expect(restrict()).rejects.toThrow('not refused')
  })
})
