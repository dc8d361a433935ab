import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dismissBatch } from '#app/domain/breaker/dismiss-batch.ts'
import { heldAccounts } from '#app/domain/breaker/read-held-batch.ts'
import { countDigestsAhead } from '#app/domain/notices/count-digests.ts'
import { digestsOn } from '#app/domain/notices/digests-ahead.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { upcomingDays, upcomingOn } from '#app/domain/sweep/upcoming.ts'
import { rows, transaction } from '#db/client.ts'
import { Notice } from '#db/models/restrictions.ts'
import { HeldBatch } from '#db/models/tasks.ts'
import { overdueMerchants } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, ask, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addPerson } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

/** Monday 16 February 2026. */
const NOW = '2026-02-16T09:00:00Z'

// The preview looks at all accounts there are, so each test has a database of its own.
let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

async function desk(role: 'officer' | 'administrator' | 'publisher' = 'officer', at = NOW) {
  const { actor } = await addPerson(sweepContext(database.db, at), { role })
  return deskContext(database.db, actor, at)
}
const days = async (at = NOW) => {
  const upcoming = await upcomingDays(await desk('officer', at))
  return upcoming.days.filter(({ runAccounts }) => runAccounts > 0)
}

it('lists an account on the day at whose end the sweep would first take something, and on no other', async () => {
  const ctx = await desk()
  const [monday] = await overdueMerchants(database.db, 1, { deadline: '2026-02-11' })
  const wednesday = await overdueMerchants(database.db, 2)
  await overdueMerchants(database.db, 1, { deadline: '2026-02-20' })
  expect((await upcomingDays(ctx)).days.map(({ day, accounts }) => [day, accounts])).toEqual([
    ['2026-02-16', 1],
    ['2026-02-17', 0],
    ['2026-02-18', 2],
    ['2026-02-19', 0],
    ['2026-02-20', 0],
    ['2026-02-21', 0],
    ['2026-02-22', 0],
  ])
  const today = await upcomingOn(ctx, '2026-02-16')
  expect(today.accounts).toMatchObject([
    {
      accountId: monday?.accountId,
      capabilities: ['payouts'],
      documents: [
        {
          nameFr: 'RIB',
          deadlineAt: new Date('2026-02-11T22:59:59.999Z'),
          daysOverdue: 5,
          noticesAcceptedAt: TOLD.map((at) => new Date(at)),
        },
      ],
    },
  ])
  const listed = await upcomingOn(ctx, '2026-02-18')
  expect(new Set(listed.accounts.map(({ accountId }) => accountId))).toEqual(
    new Set(wednesday.map(({ accountId }) => accountId)),
  )
})

it('says for each day what a dry run at its end says, less the days before', async () => {
  for (const [count, deadline] of [
    [2, '2026-02-09'],
    [3, '2026-02-12'],
    [1, '2026-02-13'],
    [2, '2026-02-17'],
  ] as const) {
    await overdueMerchants(database.db, count, { deadline })
  }
  // Protected by a notice of the day before, until the third day: one of them with a second document that nothing protects.
  const [told, twice] = await addMerchants(database.db, 2)
  for (const merchant of [told, twice]) {
    await ask(database.db, merchant ? [merchant] : [], {
      ...{ documentType: 'articles_of_association', deadline: '2026-02-09' },
      notices: ['2026-01-05T09:00:00Z', '2026-02-15T10:00:00Z'],
    })
  }
  await ask(database.db, twice ? [twice] : [], { deadline: '2026-02-12', notices: TOLD })
  // The second rung of the ladder comes seven days after the first: another loss of the same account.
  await overdueMerchants(database.db, 1, { deadline: '2026-02-05' })
  await runSweep(sweepContext(database.db, '2026-02-10T23:01:00Z'))
  const ctx = await desk()
  const before = new Set<string>()
  for (const { day, at, accounts } of (await upcomingDays(ctx)).days) {
    const report = await runSweep(sweepContext(database.db, at.toISOString()), { dryRun: true })
    const fresh = report.restrictions
      .flatMap(({ accountId, grounds }) =>
        Object.keys(grounds).map((capability) => `${accountId} ${capability}`),
      )
      .filter((loss) => !before.has(loss))
    for (const loss of fresh) before.add(loss)
    expect([day, accounts]).toEqual([day, new Set(fresh.map((loss) => loss.split(' ')[0])).size])
    const listed = (await upcomingOn(ctx, day)).accounts.map(({ accountId }) => accountId)
    expect(new Set(listed)).toEqual(new Set(fresh.map((loss) => loss.split(' ')[0])))
  }
  expect(before.size).toBeGreaterThan(12)
})

it('pages by name, nothing twice and nothing left out', async () => {
  const ctx = await desk()
  const merchants = await overdueMerchants(database.db, 7)
  const seen: string[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof upcomingOn>> = await upcomingOn(ctx, '2026-02-18', {
      after,
      limit: 3,
    })
    seen.push(...page.accounts.map(({ accountId }) => accountId))
    after = page.next
  } while (after)
  expect(seen).toHaveLength(7)
  expect(new Set(seen)).toEqual(new Set(merchants.map(({ accountId }) => accountId)))
  await expect(upcomingOn(ctx, '2026-02-18', { after: 'x' })).rejects.toMatchObject({ code: 'cursor' })
  await expect(upcomingOn(ctx, '2026-03-18')).rejects.toMatchObject({ kind: 'Invalid' })
})

it('says what the breaker would do: held, then counted with the days after', async () => {
  await changeRules(sweepContext(database.db, NOW), { breaker: { accounts: 3, share: 0 } })
  await overdueMerchants(database.db, 4, { deadline: '2026-02-12' })
  await overdueMerchants(database.db, 1)
  expect(await days()).toMatchObject([
    { day: '2026-02-17', accounts: 4, runAccounts: 4, mostAccounts: 3, held: true },
    { day: '2026-02-18', accounts: 1, runAccounts: 5, held: true },
    { day: '2026-02-19', accounts: 0, runAccounts: 5, held: true },
    { day: '2026-02-20', runAccounts: 5 },
    { day: '2026-02-21', runAccounts: 5 },
    { day: '2026-02-22', runAccounts: 5 },
  ])
})

it('takes who is restricted on one day out of the active accounts of the next', async () => {
  await changeRules(sweepContext(database.db, NOW), { breaker: { accounts: 0, share: 0.5 } })
  await overdueMerchants(database.db, 2, { deadline: '2026-02-12' })
  await overdueMerchants(database.db, 1)
  await addMerchants(database.db, 1)
  // Two of four are let through, which leaves one of two.
  expect(await days()).toMatchObject([
    { accounts: 2, mostAccounts: 2, held: false },
    { accounts: 1, mostAccounts: 1, held: false },
  ])
})

it('leaves out whom a rule protects, and says when an outage stops everything', async () => {
  const [answered] = await overdueMerchants(database.db, 1, { status: 'in_review' })
  const [untold] = await addMerchants(database.db, 1)
  await ask(database.db, untold ? [untold] : [], { deadline: '2026-02-13', notices: TOLD.slice(1) })
  expect(answered).toBeDefined()
  expect(await days()).toEqual([])
  await overdueMerchants(database.db, 1)
  expect(await days()).toHaveLength(1)
  const publisher = await desk('publisher')
  const portal = await makeComponent(publisher, { neededToSubmitDocuments: true })
  await write(publisher, (tx) =>
    tx.db('components').where({ id: portal }).update({ status: 'partial_outage' }),
  )
  await ask(database.db, untold ? [untold] : [], {
    deadline: '2026-02-20',
    documentType: 'beneficial_owners',
  })
  expect((await digestsOn(await desk(), '2026-02-16')).digests).toEqual([])
  expect(await upcomingDays(await desk())).toMatchObject({
    paused: true,
    days: Array(7).fill({ accounts: 0, notices: { number: 0, isEstimate: false }, restrictionNotices: 0 }),
  })
})

it('says who is sent a digest on a day, what calls for it and what else it names, and of restrictions a notice', async () => {
  const ctx = await desk()
  const [merchant] = await addMerchants(database.db, 1)
  const merchants = merchant ? [merchant] : []
  // Told at the request; the rung of seven days before comes with Thursday.
  const [due] = await ask(database.db, merchants, {
    deadline: '2026-02-26',
    notices: ['2026-02-12T09:00:00Z'],
  })
  const [later] = await ask(database.db, merchants, {
    deadline: '2026-03-20',
    documentType: 'articles_of_association',
    notices: ['2026-02-12T09:00:00Z'],
  })
  await overdueMerchants(database.db, 1)
  expect(
    (await upcomingDays(ctx)).days.map(({ notices, restrictionNotices }) => [
      notices?.number,
      restrictionNotices,
    ]),
  ).toEqual([
    // What is overdue already was not told of on its last day.
    [1, 0],
    [0, 0],
    [1, 1],
    [1, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ])
  expect(await digestsOn(ctx, '2026-02-18')).toEqual({ digests: [], next: null })
  expect(await digestsOn(ctx, '2026-02-19')).toMatchObject({
    digests: [
      {
        accountId: merchant?.accountId,
        documents: [
          { requirementId: due, nameFr: 'RIB', daysLeft: 7, why: 'rung' },
          { requirementId: later, daysLeft: 29, why: null },
        ],
      },
    ],
    next: null,
  })
})

it('pages through digests by name, also where most of those that might be due are not', async () => {
  const ctx = await desk()
  const told = await addMerchants(database.db, 5)
  const silent = await addMerchants(database.db, 230)
  for (const merchants of [told, silent]) await ask(database.db, merchants, { deadline: '2026-02-20' })
  await write(sweepContext(database.db, NOW), (tx) =>
    Notice.query(tx.db).insert(
      silent.map(({ accountId }) => ({
        id: randomUUID(),
        accountId,
        kind: 'requested' as const,
        day: '2026-02-16',
        createdAt: new Date(NOW),
      })),
    ),
  )
  const seen: string[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof digestsOn>> = await digestsOn(ctx, '2026-02-16', {
      after,
      limit: 2,
    })
    seen.push(...page.digests.map(({ accountId }) => accountId))
    after = page.next
  } while (after)
  expect(seen).toHaveLength(5)
  expect(new Set(seen)).toEqual(new Set(told.map(({ accountId }) => accountId)))
  await expect(digestsOn(ctx, '2026-02-16', { after: 'x' })).rejects.toMatchObject({ code: 'cursor' })
  await expect(digestsOn(ctx, '2026-03-18')).rejects.toMatchObject({ kind: 'Invalid' })
  await expect(digestsOn(await desk('publisher'), '2026-02-16')).rejects.toMatchObject({ kind: 'Forbidden' })
})

it('is for officers and administrators', async () => {
  await expect(upcomingDays(await desk('publisher'))).rejects.toMatchObject({ kind: 'Forbidden' })
  await expect(upcomingOn(await desk('publisher'), '2026-02-16')).rejects.toMatchObject({ kind: 'Forbidden' })
  const administrator = await desk('administrator')
  expect((await upcomingDays(administrator)).days).toHaveLength(7)
  expect(await heldAccounts(administrator)).toBe(0)
  const [batch] = await HeldBatch.query(database.db)
  expect(batch).toBeUndefined()
  await expect(
    dismissBatch(administrator, { batchId: administrator.settings.secret, note: 'x' }),
  ).rejects.toMatchObject({ kind: 'Forbidden' })
})

it('counts the notices of many by a part of the accounts, and says so', async () => {
  const ctx = await desk()
  const merchants = await addMerchants(database.db, 40)
  await ask(database.db, merchants, { deadline: '2026-03-02', notices: [] })
  expect(await countDigestsAhead(ctx)).toEqual({ byDay: [40, 0, 0, 0, 0, 0, 0], oneIn: 1 })
  // From these numbers PostgreSQL is asked how many there are.
  await database.db.raw('analyze reminder_marks')
  const looked = await rows<{ id: string }>(
    database.db,
    'select id from accounts where uuid_hash(id) & 3 = 0',
  )
  expect(await countDigestsAhead(ctx, { most: 10 })).toEqual({
    byDay: [looked.length * 4, 0, 0, 0, 0, 0, 0],
    oneIn: 4,
  })
  expect((await countDigestsAhead(ctx, { most: 40 }))?.oneIn).toBe(1)
  expect((await countDigestsAhead(ctx, { most: 39 }))?.oneIn).toBe(2)
})

it('leaves the notices uncounted where that takes too long, and says the rest', async () => {
  const ctx = await desk()
  await overdueMerchants(database.db, 1)
  const { days } = await transaction(database.db, async (trx) => {
    await trx.raw('lock table reminder_marks')
    return upcomingDays(ctx)
  })
  expect(days.map(({ notices }) => notices)).toEqual(days.map(() => null))
  expect(days.find(({ accounts }) => accounts > 0)).toMatchObject({ accounts: 1, restrictionNotices: 1 })
})
