import { beforeEach, describe, expect, test } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { retryFailed } from '#app/domain/requests/retry-failed.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { affected, rows } from '#db/client.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, noticesOf } from '#tests/factories/overdue.ts'
import {
  askMany,
  confirm,
  openOf,
  outcomes,
  prepare,
  requestDesk,
  work,
} from '#tests/factories/request-batch.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx, officer } = await requestDesk(database.db))
  return () => database.drop()
})

test('nobody is asked by a day that passed while the work stood still', async () => {
  const merchants = await addMerchants(database.db, 2, { department: '33' })
  const id = await prepare(ctx, { department: '33', deadlineOn: '2026-03-10' })
  await confirm(ctx, id)
  await work(database.db, id, {}, '2026-03-11T00:30:00Z')
  expect(await outcomes(database.db, id)).toEqual(
    Object.fromEntries(merchants.map(({ accountId }) => [accountId, 'failed deadline_passed'])),
  )
  expect(await openOf(database.db, merchants[0]?.accountId ?? '')).toEqual([])
  expect(await readBatch(ctx, id)).toMatchObject({ status: 'finished', counts: { asked: 0, failed: 2 } })
})

describe('the work', () => {
  test('twice, beside itself and after a stop changes nothing', async () => {
    const merchants = await addMerchants(database.db, 30)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    const stop = new AbortController()
    stop.abort()
    await work(database.db, id, { signal: stop.signal })
    expect((await readBatch(ctx, id)).counts).toMatchObject({ waiting: 30, asked: 0 })
    await Promise.all([1, 2, 3].map(() => work(database.db, id, { batchAccounts: 4 })))
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({
      status: 'finished',
      counts: { asked: 30 },
      documents: 30,
    })
    for (const { accountId } of merchants) {
      expect(await openOf(database.db, accountId)).toHaveLength(1)
      expect(await noticesOf(database.db, accountId)).toHaveLength(1)
    }
    const finished = await rows(
      database.db,
      `select 1 from audit_entries where action = 'request_batch.finished'`,
    )
    expect(finished).toHaveLength(1)
  })

  test('one account that fails stops no other, is listed, and can be tried again', async () => {
    const merchants = await addMerchants(database.db, 10)
    const [bad, ...good] = merchants.map(({ accountId }) => accountId)
    if (!bad) throw new Error('accounts')
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await database.db.raw(`
      create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'no room'; end $$;
      create trigger refuse before insert on requirements for each row
        when (new.account_id = '${bad}') execute function refuse()`)
    await work(database.db, id)
    expect(await outcomes(database.db, id)).toEqual({
      [bad]: 'failed unexpected',
      ...Object.fromEntries(good.map((accountId) => [accountId, 'asked'])),
    })
    expect((await listItems(ctx, id, 'failed')).items).toMatchObject([
      { accountId: bad, reason: 'unexpected' },
    ])
    await database.db.raw('drop trigger refuse on requirements; drop function refuse')
    expect(await retryFailed(ctx, id)).toBe(1)
    expect((await readBatch(ctx, id)).status).toBe('running')
    await work(database.db, id)
    expect(await openOf(database.db, bad)).toEqual(['bank_details'])
    expect(await readBatch(ctx, id)).toMatchObject({ status: 'finished', counts: { asked: 10, failed: 0 } })
    await expect(retryFailed(ctx, id)).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'requests.nothingFailed',
    })
  })

  test('nobody is asked again after the day that was given: at its end and one day later', async () => {
    await addMerchants(database.db, 2)
    const id = await askMany(ctx, { deadlineOn: '2026-03-12' })
    const failed = () =>
      write(ctx, (tx) =>
        tx
          .db('request_items')
          .where({ batch_id: id })
          .update({ status: 'failed', reason: 'unexpected', documents: 0 }),
      )
    await failed()
    expect(await retryFailed(deskContext(database.db, officer, '2026-03-12T22:00:00Z'), id)).toBe(2)
    await failed()
    await expect(
      retryFailed(deskContext(database.db, officer, '2026-03-13T08:00:00Z'), id),
    ).rejects.toMatchObject({ kind: 'Invalid', code: 'requirement.deadlineInPast' })
  })

  test('when the database refuses all of it the job fails and loses nothing', async () => {
    await addMerchants(database.db, 3)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await database.db.raw('alter table request_items rename to elsewhere')
    await expect(work(database.db, id)).rejects.toThrow()
    await database.db.raw('alter table elsewhere rename to request_items')
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({ counts: { asked: 3 } })
  })

  test('cancelled, what waits is spared and what was asked stays', async () => {
    await addMerchants(database.db, 5)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await affected(
      database.db,
      `update request_items set status = 'asked' where account_id = (select min(account_id::text)::uuid from request_items)`,
    )
    expect(await cancelBatch(ctx, id)).toBe(4)
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({
      status: 'cancelled',
      counts: { asked: 1, cancelled: 4 },
    })
    await expect(cancelBatch(ctx, id)).rejects.toMatchObject({ kind: 'Conflict', code: 'requests.ended' })
    await expect(retryFailed(ctx, id)).rejects.toMatchObject({ kind: 'Conflict', code: 'requests.ended' })
  })

  test('beside an officer who asks the same, everybody is asked once', async () => {
    const merchants = await addMerchants(database.db, 12)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await Promise.all([
      work(database.db, id, { batchAccounts: 3 }),
      ...merchants
        .slice(0, 6)
        .map(({ accountId }) => requestMissing(ctx, { accountId }).catch((error: unknown) => error)),
    ])
    for (const { accountId } of merchants) {
      const open = await openOf(database.db, accountId)
      expect(open.filter((type) => type === 'bank_details')).toHaveLength(1)
    }
    expect((await readBatch(ctx, id)).counts).toMatchObject({ waiting: 0, failed: 0 })
  })
})
