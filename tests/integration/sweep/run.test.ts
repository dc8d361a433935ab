import { describe, expect, it } from 'vitest'
import type { Context } from '#app/domain/context.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Restriction, RestrictionRequirement, SweepRun } from '#db/models/restrictions.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import {
  addMerchants,
  addOverdue,
  ask,
  noticesOf,
  type OverdueOrder,
  openRestrictions,
  sweepContext,
  TOLD,
} from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const overdue = (asked?: Partial<OverdueOrder>, account?: Partial<Account>) =>
  addOverdue(database.db, asked, account)

const sweep = (at: string, options: object = {}) => runSweep(sweepContext(database.db, at), options)
const restrictionsOf = (accountId: string) => openRestrictions(database.db, accountId)

const AT = '2026-04-09T22:01:00Z'

describe('a run', () => {
  it('acts on exactly what a dry run before it listed, and leaves a row', async () => {
    const late = await addMerchants(database.db, 7)
    await ask(database.db, late, { deadline: '2026-03-20', notices: TOLD })
    const soon = await addMerchants(database.db, 5)
    await ask(database.db, soon, {
      deadline: '2026-04-13',
      requestedAt: '2026-03-14T09:00:00Z',
      notices: TOLD,
    })
    const [run] = await rows<{ count: number }>(database.db, 'select count(*) as count from sweep_runs')
    const dry = await sweep(AT, { dryRun: true, batchAccounts: 3 })
    expect(await rows(database.db, 'select 1 from sweep_runs')).toHaveLength(run?.count ?? -1)
    expect(await restrictionsOf(late[0]?.accountId ?? '')).toEqual({})
    const done = await sweep(AT, { batchAccounts: 3 })
    expect(done).toEqual({ ...dry, dryRun: false })
    const ours = (list: { accountId: string }[], merchants: { accountId: string }[]) =>
      list
        .map(({ accountId }) => accountId)
        .filter((id) => merchants.some(({ accountId }) => accountId === id))
    expect(ours(done.restrictions, late)).toHaveLength(7)
    expect(ours(done.reminders, soon)).toHaveLength(5)
    expect(ours(done.reminders, late)).toHaveLength(0)
    const last = await SweepRun.query(database.db)
      .orderBy('startedAt', 'desc')
      .findOne({ at: new Date(AT) })
    expect(last).toMatchObject({
      policyVersion: 1,
      counts: { restrictedAccounts: done.restrictions.length, reminders: done.reminders.length },
    })
    expect(last?.finishedAt).not.toBeNull()
    expect(await sweep(AT)).toMatchObject({ restrictions: [], reminders: [] })
  })

  it('shares the work with another at the same time, nothing twice', async () => {
    await widenBreaker(database.db)
    const merchants = await addMerchants(database.db, 60)
    await ask(database.db, merchants, { deadline: '2026-03-20', notices: TOLD })
    const runs = await Promise.all([1, 2, 3].map(() => sweep(AT, { batchAccounts: 7 })))
    const ours = new Set(merchants.map(({ accountId }) => accountId))
    const acted = runs
      .flatMap(({ restrictions }) => restrictions)
      .filter(({ accountId }) => ours.has(accountId))
    expect(acted).toHaveLength(60)
    expect(new Set(acted.map(({ accountId }) => accountId)).size).toBe(60)
    for (const { accountId } of merchants) {
      expect(Object.keys(await restrictionsOf(accountId))).toHaveLength(2)
      expect(
        (await noticesOf(database.db, accountId)).filter(({ kind }) => kind === 'restricted'),
      ).toHaveLength(1)
    }
  })

  it('gives way to a merchant who is sending the document this moment', async () => {
    const { accountId, requirementId } = await overdue({ deadline: '2026-03-20' })
    let sweeping: Promise<unknown> = Promise.resolve()
    await write(sweepContext(database.db, AT), async (tx) => {
      await Requirement.query(tx.db).findById(requirementId).patch({ status: 'submitted', deadlineAt: null })
      sweeping = sweep(AT)
      await somebodyWaits()
    })
    await sweeping
    expect(await restrictionsOf(accountId)).toEqual({})
  })

  it('sees an outage that was being published when it came', async () => {
    const { accountId } = await overdue({ deadline: '2026-03-20' })
    const portal = await aPortal()
    let sweeping: ReturnType<typeof sweep> | undefined
    await write(sweepContext(database.db, AT), async (tx) => {
      await tx.db('components').where({ id: portal }).update({ status: 'major_outage' })
      sweeping = sweep(AT)
      await somebodyWaits()
    })
    expect(await sweeping).toMatchObject({ paused: true, counts: { restrictedAccounts: 0, reminders: 0 } })
    expect(await restrictionsOf(accountId)).toEqual({})
    await write(sweepContext(database.db, AT), async (tx) => {
      await tx.db('components').where({ id: portal }).update({ status: 'operational' })
    })
  })

  it('does not let an outage be published between its decision and its commit', async () => {
    const { accountId, requirementId } = await overdue({ deadline: '2026-03-20' })
    const portal = await aPortal()
    let sweeping: Promise<unknown> = Promise.resolve()
    let publishing: Promise<unknown> = Promise.resolve()
    await write(sweepContext(database.db, AT), async (tx) => {
      // Somebody holds the requirement: the sweep has begun its batch and waits.
      await tx.db.raw('select from requirements where id = ? for update', [requirementId])
      sweeping = sweep(AT)
      await somebodyWaits()
      publishing = write(sweepContext(database.db, AT), async (publisher) => {
        await publisher.db('components').where({ id: portal }).update({ status: 'major_outage' })
      })
      await somebodyWaits(2)
    })
    await Promise.all([sweeping, publishing])
    expect(Object.keys(await restrictionsOf(accountId))).toHaveLength(2)
    await write(sweepContext(database.db, AT), async (tx) => {
      await tx.db('components').where({ id: portal }).update({ status: 'operational' })
    })
  })

  it('is refused by the database what a merchant has just sent, whoever tries', async () => {
    const { accountId, requirementId } = await overdue({ deadline: '2026-03-20' })
    let imposing: Promise<unknown> = Promise.resolve()
    await write(sweepContext(database.db, AT), async (tx) => {
      await Requirement.query(tx.db).findById(requirementId).patch({ status: 'submitted', deadlineAt: null })
      imposing = imposeByHand(accountId, requirementId).catch((error: Error) => error)
      await somebodyWaits()
    })
    expect(String(await imposing)).toMatch(/restriction refused: awaiting_review/)
    expect(await restrictionsOf(accountId)).toEqual({})
  })

  it("is the system's alone", async () => {
    const officer = {
      kind: 'user',
      userId: 'x',
      role: 'officer',
      accountId: null,
    } as unknown as Context['actor']
    await expect(runSweep({ ...sweepContext(database.db, AT), actor: officer })).rejects.toThrow(/Forbidden/)
  })
})

/** Until so many wait for a lock: looks again, each time after a turn of the database; the test's own limit ends it. */
async function somebodyWaits(count = 1): Promise<void> {
  for (;;) {
    const waiting = await rows(
      database.db,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (waiting.length >= count) return
  }
}

function aPortal() {
  const publisher = { kind: 'user', userId: crypto.randomUUID(), role: 'publisher', accountId: null } as never
  return makeComponent(
    { ...sweepContext(database.db, AT), actor: publisher },
    { neededToSubmitDocuments: true },
  )
}

/** Around every verb, as a faulty code path would. */
function imposeByHand(accountId: string, requirementId: string): Promise<void> {
  const id = crypto.randomUUID()
  return write(sweepContext(database.db, AT), async (tx) => {
    await Restriction.query(tx.db).insert({
      id,
      accountId,
      capability: 'payouts',
      cause: 'documents_overdue',
      imposedAt: new Date(AT),
      imposedBy: 'somebody',
      basis: {},
    })
    await RestrictionRequirement.query(tx.db).insert({ restrictionId: id, requirementId })
  })
}
