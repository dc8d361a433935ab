import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { listQueue, neighboursInQueue } from '#app/domain/reviews/list-queue.ts'
import { type Database, rows } from '#db/client.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'
import { pagesRead } from '#tests/setup/pages-read.ts'

/** Tests of a whole queue need one of their own. */
async function withQueue(work: (ctx: Context, database: TestDatabase) => Promise<void>): Promise<void> {
  const database: TestDatabase = await createTestDatabase()
  try {
    const officer = await addUser(deskContext(database.db, system('test')), 'officer')
    await work(deskContext(database.db, officer), database)
  } finally {
    await database.drop()
  }
}

const suspend = (ctx: Context, accountId: string, liftedAt: Date | null = null) =>
  write(ctx, (tx) =>
    Restriction.query(tx.db).insert({
      id: randomUUID(),
      accountId,
      capability: 'payments',
      cause: 'manual',
      imposedAt: tx.clock.now(),
      imposedBy: 'test',
      basis: {},
      examineBy: '2026-03-31',
      liftedAt,
      liftedBy: liftedAt && 'test',
    }),
  )

const at = (day: string) => new Date(`2026-03-${day}T12:00:00.000Z`)

/** One of each rank and tie; the names say their place. */
async function fill(ctx: Context) {
  const add = async (name: string, deadlineAt: Date | null, submittedAt: Date) => {
    const account = await addAccount(ctx, { name })
    return addWaiting(ctx, { account, deadlineAt, submittedAt })
  }
  await add('7 no date, younger', null, at('05'))
  await add('6 no date, older', null, at('04'))
  await add('5 in time, later deadline', at('20'), at('01'))
  await add('4 in time, same deadline, younger', at('15'), at('03'))
  await add('3 in time, same deadline, older', at('15'), at('02'))
  await add('2 past due when submitted', at('08'), at('09'))
  const second = await add('1 suspended, later deadline', at('25'), at('05'))
  const first = await add('0 suspended, nearer deadline', at('20'), at('06'))
  await suspend(ctx, first.account.id)
  await suspend(ctx, second.account.id)
  const lifted = await add('8 suspended once', null, at('06'))
  await suspend(ctx, lifted.account.id, at('07'))
}

const ALL = ['0', '1', '2', '3', '4', '5', '6', '7', '8']

async function walkAll(ctx: Context, limit: number): Promise<string[]> {
  const seen: string[] = []
  let after: string | null = null
  do {
    const page = await listQueue(ctx, { after, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    seen.push(...page.items.map(({ accountName }) => accountName.slice(0, 1)))
    after = page.next
  } while (after)
  return seen
}

describe('order', () => {
  test('what hurts most first, on pages of any size', () =>
    withQueue(async (ctx) => {
      await fill(ctx)
      const { items, waiting } = await listQueue(ctx)
      expect(items.map(({ accountName }) => accountName.slice(0, 1))).toEqual(ALL)
      expect(items.map(({ urgency }) => urgency).slice(0, 4)).toEqual([
        'suspended',
        'suspended',
        'past_due',
        'in_time',
      ])
      expect(waiting).toBe(9)
      for (const limit of [1, 2, 3, 8, 9]) expect(await walkAll(ctx, limit)).toEqual(ALL)
    }))

  test('says of each by when the merchant was promised an answer', () =>
    withQueue(async (ctx) => {
      await fill(ctx)
      const { items } = await listQueue(ctx)
      const promised = (place: string) =>
        items.find(({ accountName }) => accountName.startsWith(place))?.answerBy
      // Two business days: sent on a Friday, and on the Thursday before.
      expect(promised('0')).toEqual({ by: new Date('2026-03-10T22:59:59.999Z'), passed: false })
      expect(promised('7')).toEqual({ by: new Date('2026-03-09T22:59:59.999Z'), passed: true })
    }))

  test('neighbours follow the same order, from both ends', () =>
    withQueue(async (ctx) => {
      await fill(ctx)
      const { items } = await listQueue(ctx)
      const ids = items.map(({ submissionId }) => submissionId)
      for (const [place, id] of ids.entries()) {
        expect(await neighboursInQueue(ctx, id)).toEqual({
          previous: ids[place - 1] ?? null,
          next: ids[place + 1] ?? null,
        })
      }
    }))

  test('a decided item leaves; whoever looks at it still has neighbours; a page after it skips nothing', () =>
    withQueue(async (ctx) => {
      await fill(ctx)
      const { items } = await listQueue(ctx)
      const page = await listQueue(ctx, { limit: 4 })
      const decided = items[3]
      if (!decided) throw new Error('the queue is too short')
      await approveSubmission(ctx, { submissionId: decided.submissionId, version: 1, issuedOn: '2026-02-01' })
      const left = await listQueue(ctx)
      expect(left.items.map(({ accountName }) => accountName.slice(0, 1))).toEqual(
        ALL.filter((name) => name !== '3'),
      )
      expect(await neighboursInQueue(ctx, decided.submissionId)).toEqual({
        previous: items[2]?.submissionId,
        next: items[4]?.submissionId,
      })
      const rest = await listQueue(ctx, { after: page.next })
      expect(rest.items.map(({ accountName }) => accountName.slice(0, 1))).toEqual(ALL.slice(4))
    }))

  test('an account reinstated between two pages hides nobody', () =>
    withQueue(async (ctx) => {
      await fill(ctx)
      const page = await listQueue(ctx, { limit: 1 })
      await write(ctx, (tx) =>
        Restriction.query(tx.db)
          .patch({ liftedAt: at('10'), liftedBy: 'test' })
          .whereNull('liftedAt'),
      )
      const rest = await listQueue(ctx, { after: page.next })
      const names = rest.items.map(({ accountName }) => accountName.slice(0, 1))
      expect([...names].sort()).toEqual(ALL)
    }))
})

describe('search', () => {
  test('any part of name, SIREN or email, whatever the accents', () =>
    withQueue(async (ctx) => {
      const account = await addAccount(ctx, {
        name: 'Épicerie Fête & Co 100 %_bio',
        siren: '732829320',
        email: 'lea@primeur.test',
      })
      await addWaiting(ctx, { account })
      await addWaiting(ctx)
      const find = async (search: string) => (await listQueue(ctx, { search })).items.length
      for (const hit of ['epicerie', 'FÊTE', 'fete', '732 829 320', '829', 'LEA@primeur', '  bio ', '%_b']) {
        expect([hit, await find(hit)]).toEqual([hit, 1])
      }
      for (const miss of ['100%bio', '_epicerie', 'zzz', "'; drop table accounts"]) {
        expect([miss, await find(miss)]).toEqual([miss, 0])
      }
      expect(await find('   ')).toBe(2)
      expect((await listQueue(ctx, { search: 'epicerie' })).waiting).toBe(1)
    }))
})

describe('bad input', () => {
  let ctx: Context
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
    ctx = deskContext(database.db, await addUser(deskContext(database.db, system('test')), 'officer'))
    return () => database.drop()
  })

  test.each(['x', '9.9', `3.${randomUUID()}`, `1.${randomUUID()}`, `-1.${randomUUID()}`, '1.'])(
    'a page that is none of ours: %s',
    async (after) => {
      await expect(listQueue(ctx, { after })).rejects.toMatchObject({ kind: 'Invalid', code: 'cursor' })
    },
  )

  test('an empty queue, an unknown item', async () => {
    expect(await listQueue(ctx)).toEqual({ items: [], next: null, waiting: 0 })
    expect(await neighboursInQueue(ctx, randomUUID())).toEqual({ previous: null, next: null })
  })

  test('only officers look', async () => {
    for (const actor of [nobody, await addUser(ctx, 'publisher'), await addUser(ctx, 'administrator')]) {
      await expect(listQueue({ ...ctx, actor })).rejects.toMatchObject({ kind: 'Forbidden' })
      await expect(neighboursInQueue({ ...ctx, actor }, randomUUID())).rejects.toMatchObject({
        kind: 'Forbidden',
      })
    }
  })
})

/** `count` items of as many accounts, one in 500 suspended, one in 10 past due. */
async function fillMany(db: Database, userId: string, count: number): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica')
    await trx.raw(
      `insert into accounts (id, name, siren, legal_form, email, created_at)
         select gen_random_uuid(), 'Commerce ' || n, lpad(n::text, 9, '0'), 'company', 'c' || n || '@vigie.test',
           '2026-01-01' from generate_series(1, ${count}) n`,
    )
    await trx.raw(
      `insert into requirements (id, account_id, document_type, status, requested_at, last_deadline_at)
         select gen_random_uuid(), id, 'bank_details', 'in_review', '2026-01-01',
           timestamptz '2026-03-01' + (random() * interval '30 days') from accounts`,
    )
    await trx.raw(
      `insert into submissions (id, requirement_id, account_id, status, submitted_by, submitted_at, submit_key, deadline_at)
         select gen_random_uuid(), id, account_id, 'in_review', '${userId}',
           last_deadline_at - interval '9 days' + random() * interval '10 days', 'k', last_deadline_at from requirements`,
    )
    await trx.raw(
      `insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis, examine_by)
         select gen_random_uuid(), id, 'payments', 'manual', '2026-03-01', 'test', '{}', '2026-03-31' from accounts
         where siren::int % 500 = 0`,
    )
  })
  await db.raw('analyze')
}

test('100,000 items: any page, search and neighbour cost little', { timeout: 240_000 }, () =>
  withQueue(async (ctx, database) => {
    const [user] = await rows<{ id: string }>(ctx.db, 'select id from users limit 1')
    await fillMany(ctx.db, user?.id ?? '', 100_000)
    const cost = (read: () => Promise<unknown>) => pagesRead(database, read)
    // The measure: looking at every item once.
    const whole = await cost(() => rows(ctx.db, 'select count(status) from submissions'))
    let page = await listQueue(ctx, { limit: 200 })
    expect(page.waiting).toBe(1000)
    expect(page.items.every(({ urgency }) => urgency === 'suspended')).toBe(true)
    expect(await cost(() => listQueue(ctx))).toBeLessThan(whole)
    page = await listQueue(ctx, { after: page.next, limit: 200 })
    expect(page.items.every(({ urgency }) => urgency === 'past_due')).toBe(true)
    expect(await cost(() => listQueue(ctx, { after: page.next }))).toBeLessThan(whole)
    expect(await cost(() => neighboursInQueue(ctx, page.items[100]?.submissionId ?? ''))).toBeLessThan(
      1.5 * whole,
    )
    expect(await cost(() => listQueue(ctx, { search: 'commerce 4242' }))).toBeLessThan(whole)
    expect(await cost(() => listQueue(ctx, { search: 'commerce' }))).toBeLessThan(3 * whole)
  }),
)
