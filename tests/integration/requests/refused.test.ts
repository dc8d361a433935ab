import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system, type UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { prepareBatch } from '#app/domain/requests/prepare-batch.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { listBatches, readBatch } from '#app/domain/requests/read-batch.ts'
import { retryFailed } from '#app/domain/requests/retry-failed.ts'
import { prepareSchema } from '#app/domain/requests/schemas.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { workOffBatch } from '#app/domain/requests/work-off-batch.ts'
import { fieldErrorCode } from '#app/i18n/field-errors.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants } from '#tests/factories/overdue.ts'
import { confirm, prepare, requestDesk } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx, officer } = await requestDesk(database.db))
  return () => database.drop()
})

describe('bad input', () => {
  const good = { chosenBy: 'filter', what: 'types', documentTypes: ['bank_details'] } as const

  test.each([
    [{ documentTypes: [] }, ['documentTypes', 'requests.chooseType']],
    [{ deadlineOn: '2026-04-01', deadlineDays: 3 }, ['deadlineDays', 'requests.oneDeadline']],
    [{ deadlineOn: '2026-02-29' }, ['deadlineOn', 'field.date']],
    [{ expiresBefore: '0000-01-01' }, ['expiresBefore', 'field.date']],
    [{ deadlineDays: 0 }, ['deadlineDays', 'field.tooSmall?minimum=1']],
    [{ deadlineDays: 366 }, ['deadlineDays', 'field.tooBig?maximum=365']],
    [{ deadlineDays: 'x' }, ['deadlineDays', 'field.number']],
    [{ department: '99' }, ['department', 'department']],
    [{ department: '20' }, ['department', 'department']],
    [{ createdFrom: '2026-02-01', createdTo: '2026-01-31' }, ['createdTo', 'requests.rangeReversed']],
    [{ expiring: 'bank_details' }, ['expiresBefore', 'field.required']],
    [{ legalForm: 'club' }, ['legalForm', 'field.choice']],
    [{ state: 'closed' }, ['state', 'field.choice']],
    [{ everybody: 'yes' }, ['', 'field.unknownField']],
  ])('%j', (given, [field, code]) => {
    const { error } = prepareSchema.safeParse({ ...good, ...given }, { error: fieldErrorCode })
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([[field, code]])
  })

  test('a date that is past, on preparing and on confirming days later; types that do not exist', async () => {
    await addMerchants(database.db, 1)
    const past = { kind: 'Invalid', code: 'requirement.deadlineInPast' }
    await expect(
      prepareBatch(ctx, { ...good, documentTypes: ['bank_details'], deadlineOn: '2026-03-09' }),
    ).rejects.toMatchObject(past)
    await prepare(ctx, { deadlineOn: '2028-03-10' })
    for (const chosenBy of ['filter', 'file'] as const) {
      await expect(prepare(ctx, { chosenBy, deadlineOn: '2028-03-11' })).rejects.toMatchObject({
        kind: 'Invalid',
        code: 'requirement.deadlineTooFar',
      })
    }
    const today = await prepare(ctx, { deadlineOn: '2026-03-10' })
    const tomorrow = deskContext(database.db, officer, '2026-03-11T09:00:00Z')
    await expect(confirm(tomorrow, today)).rejects.toMatchObject(past)
    for (const given of [
      { documentTypes: ['passport'] },
      { missing: 'passport' },
      { expiring: 'passport', expiresBefore: '2027-01-01' },
    ]) {
      await expect(prepare(ctx, given)).rejects.toMatchObject({ code: 'requirement.unknownType' })
    }
  })

  test('batches and pages that do not exist', async () => {
    const id = '00000000-0000-4000-8000-000000000000' as never
    for (const attempt of [
      () => readBatch(ctx, id),
      () => previewBatch(ctx, id),
      () => startBatch(ctx, { batchId: id, fingerprint: '' }),
      () => cancelBatch(ctx, id),
      () => retryFailed(ctx, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: 'NotFound' })
    }
    await expect(listBatches(ctx, 'x')).rejects.toMatchObject({ code: 'cursor' })
    await expect(listItems(ctx, id, 'failed', 'x')).rejects.toMatchObject({ code: 'cursor' })
  })

  test('only officers may', async () => {
    const id = await prepare(ctx)
    const others = [nobody, system('x'), await addUser(ctx, 'publisher'), await addUser(ctx, 'administrator')]
    for (const actor of others) {
      const as = { ...ctx, actor }
      for (const attempt of [
        () => prepareBatch(as, { ...good, documentTypes: ['bank_details'] }),
        () => previewBatch(as, id),
        () => readBatch(as, id),
        () => listBatches(as),
        () => listItems(as, id, 'failed'),
        () => listSirenFaults(as, id),
        () => startBatch(as, { batchId: id, fingerprint: '' }),
        () => cancelBatch(as, id),
        () => retryFailed(as, id),
        () => chooseByFile(as, id, { name: '', source: (async function* () {})() }),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ kind: 'Forbidden' })
      }
    }
    await expect(workOffBatch(ctx, id)).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})
