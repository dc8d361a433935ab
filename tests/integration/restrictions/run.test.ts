import { describe, expect, it } from 'vitest'
import type { Context } from '#app/domain/context.ts'
import { runSweep } from '#app/domain/restrictions/run-sweep.ts'
import { rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import { SweepRun } from '#db/models/restrictions.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import {
  type Asked,
  addMerchants,
  ask,
  noticesOf,
  openRestrictions,
  sweepContext,
} from '#tests/factories/overdue.ts'
import { write } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const DEADLINE = '2026-02-13'
const TOLD = ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z']

async function overdue(asked: Partial<Asked> = {}, account: Partial<Account> = {}) {
  const [merchant] = await addMerchants(database.db, 1, account)
  if (!merchant) throw new Error('no merchant')
  const [requirementId = ''] = await ask(database.db, [merchant], {
    deadline: DEADLINE,
    notices: TOLD,
    ...asked,
  })
  return { ...merchant, merchant, requirementId }
}

const sweep = (at: string, options: object = {}) => runSweep(sweepContext(database.db, at), options)
const restrictionsOf = (accountId: string) => openRestrictions(database.db, accountId)

describe('a run', () => {
  const AT = '2026-04-09T22:01:00Z'

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
      await waitUntil(async () => {
        const waiting = await rows(
          database.db,
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return waiting.length > 0
      })
    })
    await sweeping
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

/** Looks again and again, each time after a turn of the database; the test's own limit ends it. */
async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}
