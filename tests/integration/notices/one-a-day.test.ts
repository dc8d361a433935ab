import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withTransaction } from '#app/domain/context.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows, transaction } from '#db/client.ts'
import { down, up } from '#db/migrations/0023_one_digest_a_day.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Notice } from '#db/models/restrictions.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, ask, noticesOf, sweepContext } from '#tests/factories/overdue.ts'
import { confirm, prepare, work } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

const NOW = '2026-03-10T09:00:00Z'
const TOMORROW = '2026-03-11T00:04:00+01:00'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

it('an officer, a bulk request and two sweeps at the same moment leave one digest for each account, and tell all', async () => {
  const { db } = database
  const merchants = await addMerchants(db, 12)
  // Due today as well: the sweep has a reminder to send.
  await ask(db, merchants, {
    deadline: '2026-03-13',
    documentType: 'articles_of_association',
    notices: ['2026-02-11T09:00:00Z'],
  })
  const system = sweepContext(db, NOW)
  const officer = deskContext(db, await addUser(system, 'officer'), NOW)
  const batchId = await prepare(officer)
  await confirm(officer, batchId)
  await Promise.all([
    work(db, batchId, { batchAccounts: 5 }, NOW),
    runSweep(system, { batchAccounts: 3 }),
    runSweep(system, { batchAccounts: 4 }),
    ...merchants.map(({ accountId }) =>
      requestRequirement(officer, { accountId, documentType: 'beneficial_owners' }),
    ),
  ])
  for (const { accountId } of merchants) {
    const today = (await noticesOf(db, accountId)).filter(({ day }) => day === '2026-03-10')
    expect(today).toHaveLength(1)
    expect(today[0]?.mails).toHaveLength(1)
  }
  await runSweep(sweepContext(db, TOMORROW))
  for (const { accountId } of merchants) {
    const open = await Requirement.query(db).where({ accountId })
    expect(open).toHaveLength(3)
    const told = new Set((await noticesOf(db, accountId)).flatMap(({ requirementIds }) => requirementIds))
    expect(open.filter(({ id }) => !told.has(id))).toEqual([])
    expect((await noticesOf(db, accountId)).filter(({ day }) => day === '2026-03-11').length).toBeLessThan(2)
  }
})

it.each([
  ['requested', 'requested'],
  ['requested', 'reminder'],
  ['reminder', 'requested'],
] as const)(
  'of a %s and a %s whose transactions overlap the second waits and is left out, without an error',
  async (first, second) => {
    const { db } = database
    const merchants = await addMerchants(db, 2)
    const [contested = '', free = ''] = merchants.map(({ accountId }) => accountId)
    const requirementIds = await ask(db, merchants, { deadline: '2026-04-10' })
    const draft = (accountId: string, kind: typeof first | typeof second) => ({
      accountId,
      kind,
      requirementIds: [requirementIds[accountId === free ? 1 : 0] ?? ''],
      basis: { requirements: [] },
    })
    let later: Promise<string[]> = Promise.resolve([])
    await withTransaction(sweepContext(db, NOW), async (tx) => {
      expect(await writeNotices(tx, [draft(contested, first)])).toEqual([contested])
      later = withTransaction(sweepContext(db, NOW), (other) =>
        writeNotices(other, [draft(contested, second), draft(free, second)]),
      )
      await somebodyWaits()
    })
    expect(await later).toEqual([free])
    expect((await noticesOf(db, contested)).map(({ kind }) => kind)).toEqual([first])
  },
)

it('is a rule of the database, for digests alone', async () => {
  const { db } = database
  const [merchant] = await addMerchants(db, 1)
  const insert = (kind: Notice['kind'], day = '2026-03-10') =>
    write(sweepContext(db, NOW), (tx) =>
      Notice.query(tx.db).insert({
        id: randomUUID(),
        accountId: merchant?.accountId,
        kind,
        day,
        createdAt: new Date(NOW),
      }),
    )
  await insert('requested')
  await expect(insert('reminder')).rejects.toMatchObject({ nativeError: { code: '23505' } })
  await expect(insert('requested')).rejects.toMatchObject({ nativeError: { code: '23505' } })
  await insert('reminder', '2026-03-11')
  await insert('restricted')
  await insert('reinstated')
  await insert('restricted')
})

it('comes to a database that broke it, and can be taken back', async () => {
  const { db } = database
  await transaction(db, (trx) => down(trx))
  const [merchant] = await addMerchants(db, 1)
  const id = () => randomUUID()
  const day = '2026-03-10'
  const notices = (['requested', 'requested', 'reminder'] as const).map((kind, index) => ({
    ...{ id: id(), accountId: merchant?.accountId, kind, day },
    createdAt: new Date(Date.parse(NOW) + index),
  }))
  await write(sweepContext(db, NOW), (tx) => Notice.query(tx.db).insert(notices))
  await transaction(db, (trx) => up(trx))
  const marked = await rows<{ id: string; doubles: string | null }>(
    db,
    'select id, doubles from notices order by created_at',
  )
  expect(marked.map(({ doubles }) => doubles)).toEqual([null, notices[0]?.id, notices[0]?.id])
  await transaction(db, (trx) => down(trx))
  await transaction(db, (trx) => up(trx))
  expect(await Notice.query(db).resultSize()).toBe(3)
})

/** Until a connection of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await rows(
      database.db,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (waiting.length > 0) return
  }
}
