import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { DAY_MS, HOUR_MS } from '#app/domain/clock.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { ladderStep } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { type Basis, replay } from '#app/domain/sweep/decision.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { forAllScenes, RUNS } from '#tests/factories/many-scenes.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { type MerchantScene, merchantScene, placeMerchants } from '#tests/factories/overdue-scenes.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

/** A Tuesday after Easter Monday 2026, of which Good Friday is a holiday in Alsace alone. */
const AT = '2026-04-14T10:00:00.000Z'
/** When the same merchants are looked at again. */
const LATER_DAYS = 9

interface Protected extends MerchantScene {
  /** What merchants need to send documents is down at the first look. */
  outage: boolean
}

/** What stands against an account at a look: by capability the places of the requirements behind it. */
type Withheld = Partial<Record<Capability, number[]>>
interface Outcome {
  first: Withheld
  later: Withheld
  bases: { capability: Capability; basis: Basis; places: number[] }[]
}

const scene: fc.Arbitrary<Protected> = fc
  .tuple(merchantScene, fc.constantFrom(false, false, true))
  .map(([merchant, outage]) => ({ ...merchant, outage }))

it(`of ${RUNS} merchants none is restricted while we hold the ball, unheard, or in an outage; all others are, and each
  decision can be replayed`, async () => {
  await widenBreaker(database.db)
  const ctx = sweepContext(database.db, AT)
  const { rules } = await currentPolicy(ctx)
  const publisher = { kind: 'user', userId: crypto.randomUUID(), role: 'publisher', accountId: null } as never
  const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
  const setPortal = (status: string) =>
    write(ctx, async (tx) => await tx.db('components').where({ id: portal }).update({ status }))
  const later = new Date(Date.parse(AT) + LATER_DAYS * DAY_MS)

  const play = async (scenes: readonly Protected[]): Promise<Outcome[]> => {
    const placed = await placeMerchants(database.db, scenes, AT)
    await setPortal('major_outage')
    await runSweep(ctx)
    const duringOutage = await withheldOf()
    await setPortal('operational')
    // The merchants of the outage are looked at again only with the second sweep.
    const others = placed.filter((_, index) => !scenes[index]?.outage).map(({ accountId }) => accountId)
    const outages = placed.filter((_, index) => scenes[index]?.outage).map(({ accountId }) => accountId)
    await exempting(outages, () => runSweep(ctx))
    const first = await withheldOf()
    await runSweep({ ...ctx, clock: { now: () => later } })
    const last = await withheldOf()
    return placed.map(({ accountId, requirementIds }) => {
      const places = (found: Restricted[]) =>
        found.map(({ capability, requirementIds: ids }) => [
          capability,
          ids.map((id) => requirementIds.indexOf(id)).sort(),
        ])
      const look = others.includes(accountId) ? first : duringOutage
      return {
        first: Object.fromEntries(places(look.get(accountId) ?? [])),
        later: Object.fromEntries(places(last.get(accountId) ?? [])),
        bases: (last.get(accountId) ?? []).map(({ capability, basis, requirementIds: ids }) => ({
          capability,
          basis,
          places: ids.map((id) => requirementIds.indexOf(id)).sort(),
        })),
      }
    })
  }

  const restricted = { first: 0, later: 0 }
  await forAllScenes(scene, play, (merchant, outcome) => {
    restricted.first += Object.keys(outcome.first).length
    restricted.later += Object.keys(outcome.later).length
    const atFirst = merchant.outage ? {} : expected(merchant, rules, new Date(AT))
    expect(outcome.first).toEqual(atFirst)
    expect(outcome.later).toEqual(expected(merchant, rules, later))
    for (const { capability, basis, places } of outcome.bases) {
      const said = basis.decisions.map(({ decision, ...facts }) => ({
        decision,
        again: replay(facts, rules),
      }))
      for (const { decision, again } of said) expect(again).toEqual(decision)
      // What the decisions named, taken together, is what the restriction rests on.
      const named = new Set(said.flatMap(({ decision }) => decision[capability] ?? []))
      expect(named.size).toBe(places.length)
    }
  })
  // The property is about something: many were restricted, and more when they were looked at again.
  expect(restricted.first).toBeGreaterThan(RUNS / 20)
  expect(restricted.later).toBeGreaterThan(restricted.first)
}, 240_000)

interface Restricted {
  accountId: string
  capability: Capability
  requirementIds: string[]
  basis: Basis
}

async function withheldOf(): Promise<Map<string, Restricted[]>> {
  const found = await rows<Restricted>(
    database.db,
    `select r.account_id, r.capability, r.basis, array(select rr.requirement_id from restriction_requirements rr
        where rr.restriction_id = r.id) as requirement_ids
       from restrictions r where r.lifted_at is null`,
  )
  return Map.groupBy(found, ({ accountId }) => accountId)
}

/** Runs `work` while the sweep must leave these accounts alone. */
async function exempting(accountIds: string[], work: () => Promise<unknown>): Promise<void> {
  const ctx = sweepContext(database.db, AT)
  const mark = (exempt: string) =>
    write(ctx, (tx) =>
      rows(tx.db, `update accounts set exempt = ${exempt} where id = any(cast(:accountIds as uuid[]))`, {
        accountIds,
      }),
    )
  const [before] = await rows<{ ids: string[] }>(
    database.db,
    `select coalesce(array_agg(id), '{}') as ids from accounts where exempt`,
  )
  await mark('true')
  await work()
  await write(ctx, (tx) =>
    rows(
      tx.db,
      `update accounts set exempt = id = any(cast(:ids as uuid[])) where id = any(cast(:accountIds as uuid[]))`,
      {
        accountIds,
        ids: before?.ids ?? [],
      },
    ),
  )
}

/** The rules of compliance.md once more, in plain words: what a merchant must have lost at `at`. */
function expected({ asked, ...merchant }: Protected, policy: PolicyRules, at: Date): Withheld {
  if (merchant.exempt || merchant.closed) return {}
  const withheld: Withheld = {}
  const today = parisDay(new Date(AT))
  const hoursLater = (at.getTime() - Date.parse(AT)) / HOUR_MS
  for (const [place, { status, deadlineDaysAgo, noticeHours }] of asked.entries()) {
    if (status !== 'requested' && status !== 'rejected') continue
    if (deadlineDaysAgo === null) continue
    const taken = noticeHours.filter((hours) => hours !== null).map((hours) => hours + hoursLater)
    if (taken.length < 2 || Math.min(...taken) < 72) continue
    const step = ladderStep(policy, today.subtract({ days: deadlineDaysAgo }), merchant.department, at)
    for (const capability of step?.withhold ?? []) {
      withheld[capability] = [...(withheld[capability] ?? []), place].sort()
    }
  }
  return withheld
}
