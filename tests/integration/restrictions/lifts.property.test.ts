import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { forAllScenes, RUNS } from '#tests/factories/many-scenes.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { type MerchantScene, type Placed, placeMerchants } from '#tests/factories/overdue-scenes.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const AT = '2026-03-10T10:00:00.000Z'
const LATER = '2026-03-11T10:00:00.000Z'

type ManualCause = Exclude<RestrictionCause, 'documents_overdue'>
interface Manual {
  cause: ManualCause
  capability: Capability
}
type Ending =
  | { kind: 'closes'; as: 'approved' | 'waived' | 'cancelled'; places: number[] }
  | { kind: 'lifts'; which: number }
interface Scene {
  /** Overdue documents, each of which alone suspends. */
  documents: number
  manual: Manual[]
  ending: Ending
}

const manual: fc.Arbitrary<Manual> = fc.record({
  cause: fc.constantFrom<ManualCause>('manual', 'fraud', 'asset_freeze'),
  capability: fc.constantFrom<Capability>('payments', 'payouts'),
})
const scene: fc.Arbitrary<Scene> = fc.record({
  documents: fc.integer({ min: 0, max: 3 }),
  manual: fc.uniqueArray(manual, {
    maxLength: 4,
    selector: ({ cause, capability }) => `${cause} ${capability}`,
  }),
  ending: fc.oneof(
    fc.record({
      kind: fc.constant('closes' as const),
      as: fc.constantFrom('approved' as const, 'waived' as const, 'cancelled' as const),
      places: fc.subarray([0, 1, 2]),
    }),
    fc.record({ kind: fc.constant('lifts' as const), which: fc.integer({ min: 0, max: 3 }) }),
  ),
})

interface Standing {
  id: string
  accountId: string
  what: string
}
interface Outcome {
  before: string[]
  after: string[]
  /** What the outside was told that works again. */
  announced: string[]
}

let officer: UserActor
beforeAll(async () => {
  await widenBreaker(database.db)
  officer = await addUser(sweepContext(database.db, AT), 'officer')
})

it(`of ${RUNS} accounts each loses exactly the restrictions whose own cause ended`, async () => {
  await forAllScenes(scene, play, ({ documents, manual: others, ending }, outcome) => {
    const fromDocuments = documents > 0 ? ['payments documents_overdue', 'payouts documents_overdue'] : []
    const byHand = others.map(({ capability, cause }) => `${capability} ${cause}`)
    expect(outcome.before).toEqual([...fromDocuments, ...byHand].sort())
    const lifted = new Set(
      ending.kind === 'lifts'
        ? byHand.slice(ending.which, ending.which + 1)
        : Array.from({ length: documents }, (_, place) => place).every((place) =>
              ending.places.includes(place),
            )
          ? fromDocuments
          : [],
    )
    const after = outcome.before.filter((what) => !lifted.has(what))
    expect(outcome.after).toEqual(after)
    // Announced is what works again, and nothing that another cause still withholds.
    const capabilities = (list: Iterable<string>) =>
      new Set([...list].map((what) => what.split(' ')[0] ?? ''))
    const withheld = capabilities(after)
    expect(outcome.announced).toEqual([...capabilities(lifted)].filter((one) => !withheld.has(one)).sort())
  })
  const { listed, acts } = await replayActs(sweepContext(database.db, AT))
  expect(listed).toEqual([])
  expect(acts).toBeGreaterThan(RUNS)
}, 240_000)

async function play(scenes: readonly Scene[]): Promise<Outcome[]> {
  const merchants: MerchantScene[] = scenes.map(({ documents }) => ({
    department: '75',
    exempt: false,
    closed: false,
    asked: Array.from({ length: documents }, () => ({
      status: 'requested' as const,
      deadlineDaysAgo: 40,
      noticeHours: [900, 500],
    })),
  }))
  const placed = await placeMerchants(database.db, merchants, AT)
  await runSweep(sweepContext(database.db, AT))
  await restrictByHand(scenes, placed)
  const accountIds = placed.map(({ accountId }) => accountId)
  const before = await standingOf(accountIds)
  await endAll(scenes, placed, before)
  const after = await standingOf(accountIds)
  const told = await rows<{ accountId: string; capability: string }>(
    database.db,
    `select e.account_id, capability from account_events e
        cross join lateral jsonb_array_elements_text(e.data -> 'changed_capabilities') as capability
      where e.type = 'account.reinstated' and e.account_id = any(cast(:accountIds as uuid[]))`,
    { accountIds },
  )
  const [was, is, announced] = [before, after, told].map((list) =>
    Map.groupBy<string, { accountId: string }>(list, ({ accountId }) => accountId),
  ) as [Map<string, Standing[]>, Map<string, Standing[]>, Map<string, typeof told>]
  return placed.map(({ accountId }) => ({
    before: (was.get(accountId) ?? []).map(({ what }) => what).sort(),
    after: (is.get(accountId) ?? []).map(({ what }) => what).sort(),
    announced: (announced.get(accountId) ?? []).map(({ capability }) => capability).sort(),
  }))
}

function restrictByHand(scenes: readonly Scene[], placed: readonly Placed[]) {
  const list = scenes.flatMap(({ manual: others }, index) =>
    others.map(({ cause, capability }) => ({ account_id: placed[index]?.accountId, cause, capability })),
  )
  return write(sweepContext(database.db, AT), (tx) =>
    rows(
      tx.db,
      `insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis, examine_by)
         select gen_random_uuid(), account_id, capability, cause, :at, 'officer', '{}', cast(:at as date)
         from jsonb_to_recordset(:list) as r (account_id uuid, capability text, cause text)`,
      { at: AT, list: JSON.stringify(list) },
    ),
  )
}

/** Lets each story end: documents as the verbs of review and waiving do, the rest by an officer's hand. */
async function endAll(scenes: readonly Scene[], placed: readonly Placed[], before: readonly Standing[]) {
  const desk = deskContext(database.db, officer, LATER)
  const closed = scenes.flatMap(({ ending }, index) =>
    ending.kind === 'closes'
      ? ending.places
          .flatMap((place) => ({ id: placed[index]?.requirementIds[place], as: ending.as }))
          .filter(({ id }) => id)
      : [],
  )
  await write(desk, async (tx) => {
    await rows(
      tx.db,
      `update requirements q set status = c.as_status, closed_at = :at
         from jsonb_to_recordset(:closed) as c (id uuid, as_status text) where q.id = c.id`,
      { at: LATER, closed: JSON.stringify(closed.map(({ id, as }) => ({ id, as_status: as }))) },
    )
    for (const [index, { ending }] of scenes.entries()) {
      const { accountId } = placed[index] as Placed
      if (ending.kind === 'closes') await liftSatisfied(tx, accountId)
      const chosen = ending.kind === 'lifts' ? scenes[index]?.manual[ending.which] : undefined
      const restriction = before.find(
        (one) => one.accountId === accountId && one.what === `${chosen?.capability} ${chosen?.cause}`,
      )
      if (restriction)
        await liftManually(tx, { accountId, restrictionId: restriction.id, reason: 'Vérifié.' })
    }
  })
}

const standingOf = (accountIds: string[]) =>
  rows<Standing>(
    database.db,
    `select id, account_id, capability || ' ' || cause as what from restrictions
      where account_id = any(cast(:accountIds as uuid[])) and lifted_at is null`,
    { accountIds },
  )
