import { beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#app/domain/context.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { rows } from '#db/client.ts'
import { newSiren } from '#tests/factories/account.ts'
import { write } from '#tests/factories/context.ts'
import { addAskable, confirm, outcomes, prepare, requestDesk, work } from '#tests/factories/request-batch.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx } = await requestDesk(database.db))
  return () => database.drop()
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
    const { id: openId } = await addAskable(ctx, { siren: open })
    const { id: closedId } = await addAskable(ctx, {
      siren: closed,
      closedAt: new Date('2026-01-01T00:00:00Z'),
    })
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
    const { siren } = await addAskable(ctx, { siren: newSiren() })
    const id = await prepareFile()
    const name = `${'x'.repeat(199)}😀.csv`
    await chooseByFile(ctx, id, { ...file(`siren\n${'x'.repeat(99)}😀\n${siren}\n`), name })
    expect(await listSirenFaults(ctx, id)).toMatchObject([{ line: 2, code: 'siren', value: 'x'.repeat(99) }])
    expect(await previewBatch(ctx, id)).toMatchObject({ chosen: 1 })
  })

  test('a bare list needs no heading', async () => {
    const { siren } = await addAskable(ctx, { siren: newSiren() })
    const id = await prepareFile()
    await chooseByFile(ctx, id, file(`\uFEFF${siren}\n1\n`))
    expect(await previewBatch(ctx, id)).toMatchObject({ chosen: 1 })
    expect(await listSirenFaults(ctx, id)).toMatchObject([{ line: 2 }])
  })

  test('another file takes the place of the first; an upload that was overtaken gives up', async () => {
    const [one, two] = [newSiren(), newSiren()]
    await addAskable(ctx, { siren: one, name: 'Un' })
    await addAskable(ctx, { siren: two, name: 'Deux' })
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
