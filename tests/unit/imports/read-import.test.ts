import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IMPORT_TEMPLATE } from '#app/domain/imports/columns.ts'
import { type ImportRow, MAX_IMPORT_ROWS, readImport } from '#app/domain/imports/read-import.ts'

const HEADING = 'name;siren;legal_form;email;contact_name;department;language'
const GOOD = 'Boulangerie Zoé;732829320;SARL;zoe@example.fr;Zoé Léger;2a;français'

async function* inPieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
async function read(file: string | Uint8Array, size?: number): Promise<ImportRow[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const rows: ImportRow[] = []
  for await (const row of readImport(inPieces(bytes, size))) rows.push(row)
  return rows
}
const fault = async (row: string) => {
  const [only] = await read(`${HEADING}\n${row}\n`)
  return only?.faults?.map(({ line, column, code }) => [line, column, code])
}
const refusal = (code: string) => expect.objectContaining({ kind: 'Invalid', code })
const account = {
  name: 'Boulangerie Zoé',
  siren: '732829320',
  legalForm: 'company',
  email: 'zoe@example.fr',
  memberName: 'Zoé Léger',
  department: '2A',
  locale: 'fr',
}

describe('a good file', () => {
  test.each([
    ['semicolons', `${HEADING}\n${GOOD}`],
    ['commas', `${HEADING}\n${GOOD}\n`.replaceAll(';', ',')],
    ['tabs', `${HEADING}\n${GOOD}\n`.replaceAll(';', '\t')],
    ['a byte order mark', `\uFEFF${HEADING}\n${GOOD}\n`],
    ['the line ends of Windows', `${HEADING}\r\n${GOOD}\r\n`],
    [
      'French headings in another order',
      `Dénomination;E-mail;Nom du contact;SIREN;Forme juridique;Département;Langue\nBoulangerie Zoé;zoe@example.fr;Zoé Léger;732 829 320;Société;2A;FR\n`,
    ],
    ['quotes', `${HEADING}\n"Boulangerie Zoé";"732829320";"SARL";ZOE@example.fr;"Zoé Léger";2A;fr\n`],
    ['empty lines', `${HEADING}\n\n;;;;;;\n${GOOD}\n  \n`],
  ])('with %s', async (_, file) => {
    expect((await read(file)).map((row) => row.account)).toEqual([account])
  })

  test('cut anywhere reads the same', async () => {
    const file = Buffer.from(`\uFEFF${HEADING}\r\n${GOOD}\r\nÉlan;1;x;y;z;75;fr\r\n`)
    const whole = await read(file)
    for (const size of [1, 2, 3, 7, 64]) expect(await read(file, size)).toEqual(whole)
  })

  test('without département and language means Paris and French', async () => {
    const [row] = await read('name;siren;legal_form;email;contact_name\nZoé;732829320;EI;z@example.fr;Zoé\n')
    expect(row?.account).toMatchObject({ department: '75', locale: 'fr', legalForm: 'sole_trader' })
    const [empty] = await read(`${HEADING}\nZoé;732829320;association;z@example.fr;Zoé;;\n`)
    expect(empty?.account).toMatchObject({ department: '75', locale: 'fr', legalForm: 'association' })
  })

  test('is the template that we hand out', async () => {
    expect((await read(IMPORT_TEMPLATE)).map((row) => row.faults)).toEqual([undefined])
  })

  test('keeps separators and quotes inside quotes', async () => {
    const [row] = await read(`${HEADING}\n"Zoé; ""le"" pain";732829320;SAS;z@example.fr;Zoé;75;fr\n`)
    expect(row?.account?.name).toBe('Zoé; "le" pain')
  })
})

describe('a bad row is named by line, column and reason', () => {
  test.each([
    ['a wrong SIREN', GOOD.replace('732829320', '732829321'), [[2, 'siren', 'siren']]],
    ['no SIREN', GOOD.replace('732829320', ''), [[2, 'siren', 'field.required']]],
    ['no name', GOOD.replace('Boulangerie Zoé', ' '), [[2, 'name', 'field.required']]],
    [
      'a long name',
      GOOD.replace('Boulangerie Zoé', 'x'.repeat(201)),
      [[2, 'name', 'field.tooLong?maximum=200']],
    ],
    ['a wrong address', GOOD.replace('zoe@example.fr', 'zoe@'), [[2, 'email', 'field.email']]],
    ['an unknown legal form', GOOD.replace('SARL', 'GmbH'), [[2, 'legal_form', 'field.legalForm']]],
    ['an unknown département', GOOD.replace('2a', '20'), [[2, 'department', 'department']]],
    ['an unknown language', GOOD.replace('français', 'breton'), [[2, 'language', 'field.choice']]],
    ['a cell too few', GOOD.replace(';2a', ''), [[2, '', 'import.cellCount?expected=7&found=6']]],
    ['a cell too many', `${GOOD};x`, [[2, '', 'import.cellCount?expected=7&found=8']]],
    ['a quote that is not closed', `"${GOOD}`, [[2, '', 'import.quotes']]],
    ['a quote in the middle', GOOD.replace('Boulangerie', 'Boul"angerie'), [[2, '', 'import.quotes']]],
    ['a NUL', GOOD.replace('Zoé', 'Zo\0'), [[2, 'name', 'import.brokenText']]],
    ['far too much', 'x'.repeat(20_000), [[2, '', 'import.rowTooLong']]],
    [
      'several faults',
      ';123;SARL;zoe;Zoé;75;fr',
      [
        [2, 'name', 'field.required'],
        [2, 'siren', 'siren'],
        [2, 'email', 'field.email'],
      ],
    ],
  ])('%s', async (_, row, expected) => {
    expect(await fault(row)).toEqual(expected)
  })

  test('text in Windows-1252 is a fault of that row and column alone', async () => {
    const file = Buffer.concat([
      Buffer.from(`${HEADING}\n`),
      Buffer.from('Cafe;732829320;SARL;a@example.fr;L\xe9a;75;fr\n', 'latin1'),
      Buffer.from(`${GOOD}\n`),
    ])
    const [broken, good] = await read(file)
    expect(broken?.faults).toMatchObject([{ line: 2, column: 'contact_name', code: 'import.brokenText' }])
    expect(good).toMatchObject({ line: 3, account })
  })

  test('an unclosed quote spoils no other row', async () => {
    const rows = await read(`${HEADING}\n"${GOOD}\n${GOOD}\n${GOOD}\n`)
    expect(rows.map(({ line, account: made }) => [line, made !== undefined])).toEqual([
      [2, false],
      [3, true],
      [4, true],
    ])
  })
})

describe('a file that is none of ours is refused whole', () => {
  test.each([
    ['nothing', '', 'import.noHeading'],
    ['a heading alone', `${HEADING}\n`, 'import.noRows'],
    ['no heading', `${GOOD}\n`, 'import.noHeading'],
    ['a missing column', `${HEADING.replace('siren;', '')}\n${GOOD}\n`, 'import.missingColumns'],
    ['an unknown column', `${HEADING};iban\n${GOOD};FR76\n`, 'import.unknownColumns'],
    ['a column twice', `${HEADING};SIREN\n${GOOD};732829320\n`, 'import.repeatedColumns'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADING}\n${GOOD}\n`, 'utf16le'), 'import.notUtf8'],
    ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex'), 'import.notUtf8'],
  ])('%s', async (_, file, code) => {
    await expect(read(file)).rejects.toEqual(refusal(code))
  })

  test('one row above the limit, after the rows below it', async () => {
    const lines = async function* () {
      yield Buffer.from(`${HEADING}\n`)
      for (let row = 0; row < MAX_IMPORT_ROWS; row += 1000) yield Buffer.from('x;\n'.repeat(1000))
      yield Buffer.from('x;')
    }
    let seen = 0
    const reading = async () => {
      for await (const row of readImport(lines())) seen += row.faults ? 1 : 0
    }
    await expect(reading()).rejects.toEqual(refusal('import.tooManyRows'))
    expect(seen).toBe(MAX_IMPORT_ROWS)
  }, 60_000)

  test('whatever the bytes are, the answer is rows or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, withHeading) => {
        const file = withHeading ? Buffer.concat([Buffer.from(`${HEADING}\n`), bytes]) : bytes
        await read(file, 50).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'DomainError', kind: 'Invalid' })
        })
      }),
      { numRuns: 300 },
    )
  })
})
