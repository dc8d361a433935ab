import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { forAllScenes, RUNS } from '#tests/factories/many-scenes.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import {
  type MerchantScene,
  merchantScene,
  type Placed,
  placeMerchants,
} from '#tests/factories/overdue-scenes.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

const AT = '2026-04-14T10:00:00.000Z'
/** Days after AT on which something happens, and the sweep comes after it. */
const DAYS = [0, 4, 9]
/** On which of those days the portal is down: what is published meanwhile. */
const OUTAGES = [[], [0], [1], [0, 1]]

type Act = 'nothing' | 'upload' | 'reject' | 'approve'
interface Scene {
  merchant: MerchantScene
  /** What is done on each of the days, and to which requirement. */
  acts: { act: Act; place: number }[]
  outage: number
}

const act = fc.record({
  act: fc.constantFrom<Act>('nothing', 'upload', 'reject', 'approve'),
  place: fc.integer({ min: 0, max: 2 }),
})
const scene: fc.Arbitrary<Scene> = fc.record({
  merchant: merchantScene,
  acts: fc.array(act, { minLength: DAYS.length, maxLength: DAYS.length }),
  outage: fc.integer({ min: 0, max: OUTAGES.length - 1 }),
})

/** The same merchants in either: one where a sweep comes once, and one where several do, side by side and again. */
interface World {
  database: TestDatabase
  portal: string
  sweep(at: string): Promise<unknown>
}
let worlds: World[] = []

beforeAll(async () => {
  worlds = await Promise.all(
    [
      (ctx: Context) => runSweep(ctx),
      async (ctx: Context) => {
        const beside = [3, 40].map((batchAccounts) => runSweep(ctx, { batchAccounts }))
        await Promise.all(beside)
        await runSweep(ctx)
      },
    ].map(async (sweep) => {
      const database = await createTestDatabase()
      await widenBreaker(database.db)
      const ctx = sweepContext(database.db, AT)
      const publisher = {
        kind: 'user',
        userId: crypto.randomUUID(),
        role: 'publisher',
        accountId: null,
      } as never
      const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
      return { database, portal, sweep: (at: string) => sweep(sweepContext(database.db, at)) }
    }),
  )
})
afterAll(() => Promise.all(worlds.map(({ database }) => database.drop())))

it(`several sweeps leave ${RUNS} merchants as one does, among uploads, decisions and outages`, async () => {
  let restricted = 0
  await forAllScenes(scene, playInBoth, (_, [once, several]) => {
    expect(several).toEqual(once)
    if (JSON.stringify(once).includes('restriction.imposed')) restricted++
  })
  expect(restricted).toBeGreaterThan(RUNS / 20)
  for (const { database } of worlds) {
    const { listed, acts } = await replayActs(sweepContext(database.db, AT))
    expect(listed).toEqual([])
    expect(acts).toBeGreaterThan(RUNS)
  }
}, 240_000)

let plays = 0

async function playInBoth(scenes: readonly Scene[]): Promise<[unknown, unknown][]> {
  plays += 1
  const [once, several] = await Promise.all(worlds.map((world) => playIn(world, scenes, plays)))
  return scenes.map((_, index) => [once?.[index], several?.[index]])
}

/** Plays the scenes of each schedule of outages together; what another schedule left is done with by then. */
async function playIn(world: World, scenes: readonly Scene[], play: number): Promise<unknown[]> {
  const traces: unknown[] = []
  for (const [outage, down] of OUTAGES.entries()) {
    const indexes = [...scenes.keys()].filter((index) => scenes[index]?.outage === outage)
    if (indexes.length === 0) continue
    const chosen = indexes.map((index) => scenes[index] as Scene)
    const { db } = world.database
    const placed = await placeMerchants(
      db,
      chosen.map(({ merchant }) => merchant),
      AT,
      countingIds(play * OUTAGES.length + outage),
    )
    for (const [step, days] of DAYS.entries()) {
      const at = new Date(Date.parse(AT) + days * DAY_MS).toISOString()
      await actAll(db, at, chosen, placed, step)
      await write(sweepContext(db, at), async (tx) => {
        const status = down.includes(step) ? 'major_outage' : 'operational'
        await tx.db('components').where({ id: world.portal }).update({ status })
      })
      await world.sweep(at)
    }
    const found = await tracesOf(db, placed)
    for (const [place, index] of indexes.entries()) traces[index] = found[place]
    await leaveAlone(db, placed)
  }
  return traces
}

async function actAll(
  db: Database,
  at: string,
  scenes: readonly Scene[],
  placed: readonly Placed[],
  step: number,
) {
  const idsOf = (wanted: Act) =>
    scenes.flatMap(({ acts }, index) => {
      const { act: done, place } = acts[step] ?? { act: 'nothing', place: 0 }
      return done === wanted ? (placed[index]?.requirementIds[place] ?? []) : []
    })
  await write(sweepContext(db, at), async (tx) => {
    const change = (sql: string, ids: string[]) =>
      rows<{ accountId: string }>(tx.db, `${sql} returning account_id`, { ids, at })
    await change(
      `update requirements set status = 'in_review', deadline_at = null
        where id = any(cast(:ids as uuid[])) and status in ('requested', 'rejected')`,
      idsOf('upload'),
    )
    await change(
      `update requirements set status = 'rejected', deadline_at = last_deadline_at
        where id = any(cast(:ids as uuid[])) and status in ('submitted', 'in_review')`,
      idsOf('reject'),
    )
    const approved = await change(
      `update requirements set status = 'approved', deadline_at = null, closed_at = :at
        where id = any(cast(:ids as uuid[])) and closed_at is null`,
      idsOf('approve'),
    )
    for (const { accountId } of approved) await liftSatisfied(tx, accountId)
  })
}

/** Everything that sweeps leave on each account, without ids that are made at random. */
async function tracesOf(db: Database, placed: readonly Placed[]): Promise<unknown[]> {
  const accountIds = placed.map(({ accountId }) => accountId)
  const found = await rows<{ id: string }>(
    db,
    `select a.id,
        array(select concat_ws(' ', r.capability, r.cause, r.imposed_at, r.lifted_at, array(select rr.requirement_id
          from restriction_requirements rr where rr.restriction_id = r.id order by 1)) from restrictions r
          where r.account_id = a.id order by 1) as restrictions,
        array(select concat_ws(' ', n.kind, n.day, array(select nr.requirement_id from notice_requirements nr
            where nr.notice_id = n.id order by 1), (select count(*) from notice_mails nm where nm.notice_id = n.id))
          from notices n where n.account_id = a.id order by 1) as notices,
        array(select concat_ws(' ', m.template, m.created_at) from mails m where m.account_id = a.id order by 1) as mails,
        array(select concat_ws(' ', e.type, e.at, e.data) from account_events e where e.account_id = a.id order by 1) as events,
        array(select e.action from audit_entries e where e.account_id = a.id order by e.id) as audit
       from accounts a where a.id = any(cast(:accountIds as uuid[]))`,
    { accountIds },
  )
  const byId = new Map(found.map(({ id, ...trace }) => [id, trace]))
  return accountIds.map((id) => byId.get(id))
}

/** Takes these merchants out of the next sweeps. */
const leaveAlone = (db: Database, placed: readonly Placed[]) =>
  write(sweepContext(db, AT), (tx) =>
    rows(
      tx.db,
      `update accounts set closed_at = :at where id = any(cast(:ids as uuid[])) and closed_at is null`,
      {
        at: AT,
        ids: placed.map(({ accountId }) => accountId),
      },
    ),
  )

/** Ids that count up, so that both worlds have the same. */
function countingIds(play: number): () => string {
  let next = 0
  return () => `${String(play).padStart(8, '0')}-0000-4000-8000-${String(++next).padStart(12, '0')}`
}
