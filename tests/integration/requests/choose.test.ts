import { beforeEach, describe, expect, test } from 'vitest'
import { nobody, system, type UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import type { Context } from '#app/domain/context.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { prepareBatch } from '#app/domain/requests/prepare-batch.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { listBatches, readBatch } from '#app/domain/requests/read-batch.ts'
import { retryFailed } from '#app/domain/requests/retry-failed.ts'
import { prepareSchema, type RequestFilter } from '#app/domain/requests/schemas.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { workOffBatch } from '#app/domain/requests/work-off-batch.ts'
import { fieldErrorCode } from '#app/i18n/field-errors.ts'
import { rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { newSiren } from '#tests/factories/account.ts'
import { addMerchants } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { confirm, outcomes, prepare, work } from '#tests/factories/request-batch.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addAccount, addUser, deskContext, write } from '#tests/factories/review-scene.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  ctx = deskContext(database.db, officer)
  return () => database.drop()
})

/** An account with a member, so that it can be asked. */
async function account(given: Partial<Account> = {}): Promise<Account> {
  const added = await addAccount(ctx, given)
  await addUser(ctx, 'member', { accountId: added.id })
  return added
}

test('a preview says the usual time of the policy in force', async () => {
  const id = await prepare(ctx)
  expect(await previewBatch(ctx, id)).toMatchObject({ usualDays: 30 })
  await changeRules(ctx, { deadlineDays: 20 })
  expect(await previewBatch(ctx, id)).toMatchObject({ usualDays: 20 })
})

describe('a filter', () => {
  const fits = async (filter: RequestFilter) => {
    const preview = await previewBatch(ctx, await prepare(ctx, filter))
    return preview.first.map(({ name }) => name)
  }

  test('by what the account is', async () => {
    await account({ name: 'Abricot', siren: '732829320', legalForm: 'sole_trader' })
    await account({
      name: 'Brioche',
      risk: 'high',
      department: '2A',
      createdAt: new Date('2025-03-01T22:59:00Z'),
    })
    await account({ name: 'Cerise', regulated: true, createdAt: new Date('2025-03-01T23:00:00Z') })
    await account({ name: 'Fermée', closedAt: new Date('2026-01-01T00:00:00Z') })
    expect(await fits({})).toEqual(['Abricot', 'Brioche', 'Cerise'])
    expect(await fits({ search: 'ABRI' })).toEqual(['Abricot'])
    expect(await fits({ search: '732 829' })).toEqual(['Abricot'])
    expect(await fits({ search: '%' })).toEqual([])
    expect(await fits({ legalForm: 'sole_trader' })).toEqual(['Abricot'])
    expect(await fits({ risk: 'high' })).toEqual(['Brioche'])
    expect(await fits({ department: '2A' })).toEqual(['Brioche'])
    expect(await fits({ regulated: 'yes' })).toEqual(['Cerise'])
    expect(await fits({ regulated: 'no' })).toEqual(['Abricot', 'Brioche'])
    // 1 March ends at 23:00 UTC: the day is that of Paris.
    expect(await fits({ createdFrom: '2025-03-01', createdTo: '2025-03-01' })).toEqual(['Brioche'])
    expect(await fits({ createdFrom: '2025-03-02', createdTo: '2025-03-02' })).toEqual(['Cerise'])
    expect(await fits({ legalForm: 'company', risk: 'high', search: 'cerise' })).toEqual([])
  })

  test('by its state', async () => {
    const all = await Promise.all(['Actif', 'Restreint', 'Suspendu'].map((name) => account({ name })))
    await write(ctx, (tx) =>
      tx.db('restrictions').insert(
        [
          [all[1]?.id, 'payouts'],
          [all[2]?.id, 'payouts'],
          [all[2]?.id, 'payments'],
        ].map(([accountId, capability], index) => ({
          id: `00000000-0000-4000-8000-00000000000${index}`,
          accountId,
          capability,
          cause: 'manual',
          imposedAt: tx.clock.now(),
          imposedBy: 'test',
          examineBy: '2026-03-31',
          basis: '{}',
        })),
      ),
    )
    expect(await fits({ state: 'active' })).toEqual(['Actif'])
    expect(await fits({ state: 'restricted' })).toEqual(['Restreint'])
    expect(await fits({ state: 'suspended' })).toEqual(['Suspendu'])
  })

  test('by what is on file, or ends', async () => {
    const has = async (name: string, documentType: string, ...ends: (string | null)[]) => {
      const scene = await makeScene(database.db, { name })
      for (const expiresOn of ends) await addDocument(scene, { documentType, expiresOn })
    }
    await has('Rien', 'bank_details')
    await has('Toujours', 'company_registration', null)
    await has('Fini', 'company_registration', '2026-03-09')
    await has('Bientôt', 'activity_licence', '2026-04-30')
    expect(await fits({ missing: 'company_registration' })).toEqual(['Bientôt', 'Fini', 'Rien'])
    expect(await fits({ expiresBefore: '2026-05-01' })).toEqual(['Bientôt', 'Fini'])
    expect(await fits({ expiresBefore: '2026-04-30' })).toEqual(['Fini'])
    expect(await fits({ expiresBefore: '2026-05-01', expiring: 'activity_licence' })).toEqual(['Bientôt'])
  })
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

/** 30,000 accounts whose SIRENs are right (Luhn's key). */
const manySirens = () =>
  write(ctx, (tx) =>
    rows<{ siren: string }>(
      tx.db,
      `insert into accounts (id, name, siren, legal_form, email, created_at)
         select gen_random_uuid(), 'Commerce ' || n, lpad(cast(n as text), 9, '0'), 'company', n || '@x.test', now()
           from generate_series(1, 400000) n
          where (select sum(case when i % 2 = 0 then (d * 2) / 10 + (d * 2) % 10 else d end)
            from unnest(string_to_array(lpad(cast(n as text), 9, '0'), null)) with ordinality as digit (text, i),
              lateral cast(text as integer) d) % 10 = 0
         order by n limit 30000 returning siren`,
    ),
  )

describe('a file', () => {
  const file = (text: string | Uint8Array, name = 'sirens.csv') => ({
    name,
    source: (async function* () {
      yield typeof text === 'string' ? Buffer.from(text) : text
    })(),
  })
  const prepareFile = () => prepare(ctx, { chosenBy: 'file' })

  test('names the accounts; every row that does not is told with its line', async () => {
    const [open, closed] = [newSiren(), newSiren()]
    const { id: openId } = await account({ siren: open })
    const { id: closedId } = await account({ siren: closed, closedAt: new Date('2026-01-01T00:00:00Z') })
    const id = await prepareFile()
    const broken = Buffer.concat([Buffer.from('x;'), Buffer.from([0xff, 0xfe]), Buffer.from('\n')])
    await chooseByFile(
      ctx,
      id,
      file(
        Buffer.concat([
          Buffer.from(
            `\uFEFFNom;N° SIREN\r\nA;${open}\r\nB;${closed.replace(/(...)(...)/, '$1 $2 ')}\r\n\r\nC;123\r\nD;732829320\r\n` +
              `E;${open}\r\nF\r\nG;\r\nH;"${open}\r\n`,
          ),
          broken,
        ]),
      ),
    )
    expect((await listSirenFaults(ctx, id)).map(({ line, code, value }) => [line, code, value])).toEqual([
      [5, 'siren', '123'],
      [6, 'sirens.unknown', '732829320'],
      [7, 'sirens.repeated?line=2', open],
      [8, 'import.cellCount?expected=2&found=1', ''],
      [9, 'field.required', ''],
      [10, 'import.quotes', ''],
      [11, 'import.brokenText', ''],
    ])
    expect(await listSirenFaults(ctx, id, { after: 9, limit: 1 })).toMatchObject([{ line: 10 }])
    expect(await readBatch(ctx, id)).toMatchObject({ fileName: 'sirens.csv', fileLines: 9, faults: 7 })
    expect(await confirm(ctx, id)).toMatchObject({
      chosen: 2,
      asked: 1,
      skipped: [{ reason: 'closed', count: 1 }],
    })
    await work(database.db, id)
    expect(await outcomes(database.db, id)).toEqual({ [openId]: 'asked', [closedId]: 'skipped closed' })
  })

  test('a cell or a name that is cut in the middle of an emoji spoils its own row alone', async () => {
    const { siren } = await account({ siren: newSiren() })
    const id = await prepareFile()
    const name = `${'x'.repeat(199)}😀.csv`
    await chooseByFile(ctx, id, { ...file(`siren\n${'x'.repeat(99)}😀\n${siren}\n`), name })
    expect(await listSirenFaults(ctx, id)).toMatchObject([{ line: 2, code: 'siren', value: 'x'.repeat(99) }])
    expect(await previewBatch(ctx, id)).toMatchObject({ chosen: 1 })
  })

  test('a bare list needs no heading', async () => {
    const { siren } = await account({ siren: newSiren() })
    const id = await prepareFile()
    await chooseByFile(ctx, id, file(`\uFEFF${siren}\n1\n`))
    expect(await previewBatch(ctx, id)).toMatchObject({ chosen: 1 })
    expect(await listSirenFaults(ctx, id)).toMatchObject([{ line: 2 }])
  })

  test('another file takes the place of the first; an upload that was overtaken gives up', async () => {
    const [one, two] = [newSiren(), newSiren()]
    await account({ siren: one, name: 'Un' })
    await account({ siren: two, name: 'Deux' })
    const id = await prepareFile()
    await chooseByFile(ctx, id, file(`siren\n${one}\nx\n`))
    await chooseByFile(ctx, id, file(`siren\n${two}\n`))
    expect((await previewBatch(ctx, id)).first.map(({ name }) => name)).toEqual(['Deux'])
    expect(await listSirenFaults(ctx, id)).toEqual([])
    const slow = {
      name: 'slow.csv',
      source: (async function* () {
        yield Buffer.from('siren\n')
        await chooseByFile(ctx, id, file(`siren\n${two}\n`, 'fast.csv'))
        yield Buffer.from(`${one}\n`)
      })(),
    }
    await expect(chooseByFile(ctx, id, slow)).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'sirens.overtaken',
    })
    expect(await readBatch(ctx, id)).toMatchObject({ fileName: 'fast.csv' })
    expect((await previewBatch(ctx, id)).first.map(({ name }) => name)).toEqual(['Deux'])
  })

  test.each([
    ['empty', '', 'sirens.noHeading'],
    ['without the column', 'nom;ville\nA;B\n', 'sirens.noHeading'],
    ['with the column twice', 'siren;SIREN\n1;2\n', 'sirens.repeatedColumns'],
    ['without a row', 'siren\n\n', 'sirens.noRows'],
    ['that is none', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xfe, 10]), 'sirens.notUtf8'],
    ['too long', `siren\n${'1\n'.repeat(100_001)}`, 'sirens.tooManyRows'],
  ])(
    '%s is refused, and the batch cannot be confirmed by what was read of it',
    async (_, text, code) => {
      const id = await prepareFile()
      await expect(chooseByFile(ctx, id, file(text))).rejects.toMatchObject({ kind: 'Invalid', code })
      await expect(startBatch(ctx, { batchId: id, fingerprint: '0:0' })).rejects.toMatchObject({
        kind: 'PreconditionFailed',
        code: 'requests.noFile',
      })
      // A hundred thousand rows are read and looked up here, on whatever machine it is.
    },
    60_000,
  )

  test('a hundred thousand rows, half of them broken, in bounded memory', async () => {
    const sirens = await manySirens()
    const lines = Array.from({ length: 100_000 }, (_, index) =>
      index % 2 ? `x;broken ${index}` : `x;${sirens[index / 2]?.siren ?? '732829320'}`,
    )
    const before = process.memoryUsage().heapUsed
    let most = 0
    const id = await prepareFile()
    await chooseByFile(ctx, id, {
      name: 'long.csv',
      source: (async function* () {
        yield Buffer.from('nom;siren\n')
        for (let from = 0; from < lines.length; from += 500) {
          yield Buffer.from(`${lines.slice(from, from + 500).join('\n')}\n`)
          most = Math.max(most, process.memoryUsage().heapUsed - before)
        }
      })(),
    })
    expect(await readBatch(ctx, id)).toMatchObject({ fileLines: 100_000, faults: 70_000 })
    expect(await previewBatch(ctx, id)).toMatchObject({ chosen: 30_000 })
    expect(most).toBeLessThan(100 * 1024 * 1024)
  }, 240_000)

  test('only for a batch that waits for one', async () => {
    const byFilter = await prepare(ctx)
    const cancelled = await prepareFile()
    await cancelBatch(ctx, cancelled)
    for (const id of [byFilter, cancelled]) {
      await expect(chooseByFile(ctx, id, file('siren\n1\n'))).rejects.toMatchObject({
        code: 'requests.notPrepared',
      })
    }
  })
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

test('the list, newest first, page by page', async () => {
  const ids: string[] = []
  for (let index = 0; index < 23; index += 1) ids.unshift(await prepare(ctx))
  const first = await listBatches(ctx)
  const second = await listBatches(ctx, first.next)
  expect([first.batches.length, second.batches.length, second.next]).toEqual([20, 3, null])
  expect(new Set([...first.batches, ...second.batches].map(({ id }) => id))).toEqual(new Set(ids))
  expect(first.batches[0]).toMatchObject({ createdBy: 'Olive Officier', status: 'prepared' })
})
