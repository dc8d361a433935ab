import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import {
  COLUMN_DEFAULTS,
  columnOf,
  headings,
  IMPORT_COLUMNS,
  type ImportColumn,
  inSchemaWords,
} from '#app/domain/accounts/import-columns.ts'
import { type CreateAccount, createAccountSchema } from '#app/domain/accounts/schemas.ts'
import { invalid } from '#app/domain/errors.ts'
import { fieldErrorCode } from '#app/i18n/field-errors.ts'

/** What is wrong with one row. */
export interface ImportFault {
  /** As an editor counts: the heading is line 1. */
  readonly line: number
  /** The column it is about, by its usual heading; empty when it is the whole row. */
  readonly column: string
  /** i18n key below `errors:`, with its facts as in `field.tooLong?maximum=200` */
  readonly code: string
  /** The cell, shortened; so that the row is found again. */
  readonly value: string
}

export type ImportRow =
  | { readonly line: number; readonly account: CreateAccount; readonly faults?: undefined }
  | { readonly line: number; readonly account?: undefined; readonly faults: readonly ImportFault[] }

/** Far above the longest row that could be right. */
const MAX_LINE_BYTES = 16 * 1024
export const MAX_IMPORT_ROWS = 100_000

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads accounts from a CSV file while it arrives: UTF-8 with or without byte order mark, separated by
 * semicolons, commas or tabs, one row in memory at a time. A row is a line: no cell of ours holds a line break, so
 * a quote that is never closed spoils its own line and no other. Bad rows come out as faults, in order with the
 * good ones. Invalid when the file as a whole cannot be read: not UTF-8, no rows, too many, missing, unknown or
 * repeated columns. Cutting the bytes is the caller's business.
 */
export async function* readImport(source: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  let heading: Heading | null = null
  let line = 0
  let count = 0
  for await (const texts of splitLines(source)) {
    for (const text of texts) {
      line += 1
      if (heading === null) {
        heading = readHeading(text)
      } else if (!isBlank(text, heading.delimiter)) {
        count += 1
        if (count > MAX_IMPORT_ROWS) throw invalid('import.tooManyRows', { maximum: MAX_IMPORT_ROWS })
        yield readRow(line, text, heading)
      }
    }
  }
  if (count === 0) throw invalid('import.noRows')
}

/**
 * The lines of a stream, as many at a time as a piece of it completes, as bytes in Latin-1 text, which loses
 * nothing: what is no UTF-8 is then found cell by cell. Of a line that is too long only its beginning is kept.
 */
async function* splitLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let open = ''
  for await (const chunk of source) {
    const [end = '', ...next] = Buffer.from(chunk).toString('latin1').split('\n')
    if (open.length <= MAX_LINE_BYTES) open += end.slice(0, MAX_LINE_BYTES + 1)
    if (next.length === 0) continue
    const last = next.pop() ?? ''
    yield [open, ...next].map((text) => text.slice(0, MAX_LINE_BYTES + 1).replace(/\r$/, ''))
    open = last.slice(0, MAX_LINE_BYTES + 1)
  }
  yield [open.replace(/\r$/, '')]
}

/** Nothing but spaces and separators: what spreadsheets leave below the last row. */
const isBlank = (line: string, delimiter: string) => line.replaceAll(delimiter, '').trim() === ''

/** The separator that the heading uses most. */
function delimiterOf(heading: string): string {
  const uses = (sign: string) => heading.split(sign).length
  return [';', ',', '\t'].reduce((best, sign) => (uses(sign) > uses(best) ? sign : best))
}

interface Heading {
  readonly delimiter: string
  readonly columns: readonly ImportColumn[]
}

function readHeading(line: string): Heading {
  const heading = decode(line)?.replace(/^\uFEFF/, '')
  if (heading === undefined || heading.includes('\0')) throw invalid('import.notUtf8')
  const delimiter = delimiterOf(heading)
  const names = splitCells(heading, delimiter)
  if (names === null) throw invalid('import.noHeading')
  const columns = names.map(columnOf)
  const required = IMPORT_COLUMNS.filter((column) => !(column in COLUMN_DEFAULTS))
  const missing = required.filter((column) => !columns.includes(column))
  if (missing.length === required.length) throw invalid('import.noHeading')
  if (missing.length > 0) throw invalid('import.missingColumns', { columns: headings(missing) })
  const unknown = names.filter((_, index) => columns[index] === null)
  if (unknown.length > 0)
    throw invalid('import.unknownColumns', { columns: unknown.join(', ').slice(0, 200) })
  const repeated = columns.filter((column, index) => columns.indexOf(column) !== index)
  if (repeated.length > 0)
    throw invalid('import.repeatedColumns', { columns: headings(repeated as ImportColumn[]) })
  return { delimiter, columns: columns as ImportColumn[] }
}

/** The cells of one line; null when its quotes do not fit. */
function splitCells(line: string, delimiter: string): string[] | null {
  try {
    const [cells = []] = parse(line, { delimiter }) as string[][]
    return cells
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

function readRow(line: number, text: string, { delimiter, columns }: Heading): ImportRow {
  const fault = (column: ImportColumn | '', code: string, value = ''): ImportFault => ({
    line,
    column: column === '' ? '' : headings([column]),
    code,
    value: value.slice(0, 100),
  })
  if (text.length > MAX_LINE_BYTES) return { line, faults: [fault('', 'import.rowTooLong')] }
  const cells = splitCells(text, delimiter)
  if (cells === null) return { line, faults: [fault('', 'import.quotes')] }
  if (cells.length !== columns.length) {
    return { line, faults: [fault('', `import.cellCount?expected=${columns.length}&found=${cells.length}`)] }
  }
  const values: Partial<Record<ImportColumn, string>> = { ...COLUMN_DEFAULTS }
  for (const [index, column] of columns.entries()) {
    const cell = decode(cells[index] ?? '')?.trim()
    if (cell === undefined || cell.includes('\0'))
      return { line, faults: [fault(column, 'import.brokenText')] }
    // An empty cell of a column that may be left out means the same as leaving it out.
    values[column] = inSchemaWords(column, cell) || COLUMN_DEFAULTS[column] || ''
  }
  const parsed = createAccountSchema.safeParse(values, { error: fieldErrorCode })
  if (parsed.success) return { line, account: parsed.data }
  const firstOfColumn = new Map<ImportColumn, string>()
  for (const { path, message } of parsed.error.issues) {
    const column = path[0] as ImportColumn
    if (!firstOfColumn.has(column))
      firstOfColumn.set(column, values[column] === '' ? 'field.required' : message)
  }
  return { line, faults: [...firstOfColumn].map(([column, code]) => fault(column, code, values[column])) }
}

/** Latin-1 text that holds bytes, as the UTF-8 text they are; null when they are none. */
function decode(bytes: string): string | null {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return null
  }
}
