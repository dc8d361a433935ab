import { beforeEach, describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { type Database, rows } from '#db/client.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { type OutageScene, outageScene } from '#tests/factories/outage.ts'
import { addMerchants, ask } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: OutageScene
beforeEach(async () => {
  scene = await outageScene(database.db)
})

describe('many deadlines', () => {
  const merchants = async (count: number) =>
    ask(database.db, await addMerchants(database.db, count), { deadline: '2026-02-27' })
  const entries = () =>
    ClockEntry.query(database.db)
      .where({ kind: 'extended' })
      .whereIn('requirementId', Requirement.query(database.db).select('id').whereNull('closedAt'))
      .resultSize()

  it('are moved in batches, go on where a run stopped, and each once by runs at the same time', async () => {
    const { outage, settle, desk } = scene
    await merchants(23)
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    // Told to stop after its second batch.
    let asked = 0
    const signal = {
      get aborted() {
        asked += 1
        return asked > 3
      },
    } as AbortSignal
    expect(await settle('2026-02-10T10:01', { batchRequirements: 5, signal })).toBe(10)
    expect(await entries()).toBe(10)
    expect(await fairClockPauses(desk('2026-02-10T10:01'))).toBe(true)
    const both = await Promise.all([
      settle('2026-02-10T10:02', { batchRequirements: 5 }),
      settle('2026-02-10T10:02', { batchRequirements: 7 }),
    ])
    expect(both[0] + both[1]).toBe(13)
    expect(await entries()).toBe(23)
    const moved = Requirement.query(database.db).where({
      closedAt: null,
      deadlineAt: new Date('2026-03-02T22:59:59.999Z'),
    })
    expect(await moved.resultSize()).toBe(23)
    expect(await fairClockPauses(desk('2026-02-10T10:03'))).toBe(false)
  })

  it('a batch steps back for who changes one of them, and comes again', async () => {
    const { outage, made, settle, lastDay } = scene
    const [id = ''] = await merchants(3)
    await outage('2026-02-10T09:00', '2026-02-10T10:00')
    let running: Promise<number> | undefined
    await withTransaction(made.as(system('test'), '2026-02-10T10:01:00Z'), async (tx) => {
      await appendClock(tx, id, { kind: 'extended', days: 10, cause: 'Accord.' })
      running = settle('2026-02-10T10:02')
      const since = () => waitingSince(database.db)
      await expect.poll(since).not.toBeNull()
      const first = await since()
      // Another transaction of it waits: the first has stepped back.
      await expect.poll(async () => [null, first].includes(await since()), { timeout: 5_000 }).toBe(false)
    })
    expect(await running).toBe(3)
    // 27 February and 11 days: 10 March, both counted.
    expect(await lastDay(id)).toBe('2026-03-10')
  })
})

/** Since when the transaction that waits for a lock has been going on. */
async function waitingSince(db: Database): Promise<string | null> {
  const [waiting] = await rows<{ since: string }>(
    db,
    `select cast(xact_start as text) as since from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`,
  )
  return waiting?.since ?? null
}
