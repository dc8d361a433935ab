import { beforeEach, describe, expect, test } from 'vitest'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import type { Context } from '#app/domain/context.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { listBatches, readBatch } from '#app/domain/requests/read-batch.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { addAccount } from '#tests/factories/account.ts'
import { addMerchants } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { confirm, outcomes, prepare, requestDesk, work } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx } = await requestDesk(database.db))
  return () => database.drop()
})

test('a preview says the usual time of the policy in force', async () => {
  const id = await prepare(ctx)
  expect(await previewBatch(ctx, id)).toMatchObject({ usualDays: 30 })
  await changeRules(ctx, { deadlineDays: 20 })
  expect(await previewBatch(ctx, id)).toMatchObject({ usualDays: 20 })
})

describe('the preview', () => {
  test('counts accounts, documents and mails, and names the first twenty', async () => {
    const merchants = await addMerchants(database.db, 23)
    await addUser(ctx, 'member', { accountId: merchants[0]?.accountId ?? null })
    await addUser(ctx, 'member', { accountId: merchants[0]?.accountId ?? null, disabledAt: new Date() })
    await addAccount(ctx, { name: 'Sans membre' })
    const id = await prepare(ctx, { documentTypes: ['bank_details', 'articles_of_association'] })
    const preview = await previewBatch(ctx, id)
    expect(preview).toMatchObject({
      chosen: 24,
      asked: 23,
      documents: 46,
      mails: 24,
      toldLater: 0,
      silent: false,
      mustType: true,
      skipped: [{ reason: 'no_member', count: 1 }],
    })
    expect(preview.first).toHaveLength(20)
    expect(preview.first[0]).toMatchObject({ documents: 2 })
    expect(preview.first.map(({ name }) => name)).toEqual(preview.first.map(({ name }) => name).sort())
  })

  test('of everybody must be confirmed by its number; half of all need not', async () => {
    await addMerchants(database.db, 2)
    await addMerchants(database.db, 2, { department: '29' })
    const half = await prepare(ctx, { department: '29' })
    expect(await previewBatch(ctx, half)).toMatchObject({ mustType: false, asked: 2 })
    const all = await prepare(ctx)
    const { fingerprint, asked, mustType } = await previewBatch(ctx, all)
    expect([mustType, asked]).toEqual([true, 4])
    for (const typed of [undefined, '', '3', '4e0', 'quatre']) {
      await expect(startBatch(ctx, { batchId: all, fingerprint, typed })).rejects.toMatchObject({
        kind: 'Invalid',
        code: 'requests.typeNumber',
        facts: { count: 4 },
      })
    }
    await startBatch(ctx, { batchId: all, fingerprint, typed: ' 4 ' })
    expect((await readBatch(ctx, all)).counts.waiting).toBe(4)
  })

  test('what was previewed is what is asked: a choice that changed is refused, also with the same number', async () => {
    const [first] = await addMerchants(database.db, 3)
    const id = await prepare(ctx)
    const { fingerprint } = await previewBatch(ctx, id)
    const start = () => startBatch(ctx, { batchId: id, fingerprint, typed: '3' })
    await addMerchants(database.db, 1)
    await expect(start()).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'requests.changed',
      facts: { count: 4 },
    })
    await closeAccount(ctx, { accountId: first?.accountId ?? '', reason: 'Fin de contrat.' })
    await expect(start()).rejects.toMatchObject({ code: 'requests.changed', facts: { count: 3 } })
    expect((await readBatch(ctx, id)).status).toBe('prepared')
    // Later accounts do not join what was fixed.
    await confirm(ctx, id)
    await addMerchants(database.db, 1)
    await work(database.db, id)
    expect(Object.values(await outcomes(database.db, id))).toEqual(['asked', 'asked', 'asked'])
  })

  test('confirmed once, however many press', async () => {
    await addMerchants(database.db, 3)
    const id = await prepare(ctx)
    const presses = await Promise.allSettled([1, 2, 3].map(() => confirm(ctx, id)))
    expect(presses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const press of presses) {
      if (press.status === 'rejected')
        expect(press.reason).toMatchObject({ code: 'requests.alreadyConfirmed' })
    }
  })
})

test('the list, newest first, page by page', async () => {
  const ids: string[] = []
  for (let index = 0; index < 23; index += 1) ids.unshift(await prepare(ctx))
  const first = await listBatches(ctx)
  const second = await listBatches(ctx, first.next)
  expect([first.batches.length, second.batches.length, second.next]).toEqual([20, 3, null])
  expect(new Set([...first.batches, ...second.batches].map(({ id }) => id))).toEqual(new Set(ids))
  expect(first.batches[0]).toMatchObject({ createdBy: 'Olive Officier', status: 'prepared' })
})
