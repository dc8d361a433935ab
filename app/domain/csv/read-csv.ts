import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { splitLines } from '#app/domain/csv/split-lines.ts'
import { invalid } from '#app/domain/errors.ts'

/** What is wrong with one row. */
export interface CsvFault {
  /** As an editor counts: the heading is line 1. */
  readonly line: number
  /** The column it is about, by its usual heading; empty when it is the whole row. */
  readonly column: string
  /** i18n key below `errors:`, with its facts as in `field.tooLong?maximum=200` */
  readonly code: string
  /** The cell, shortened; so that the row is found again. */
  readonly value: string
}

/** What a file may hold. */
export interface CsvFormat<Column extends string> {
  /** Under `errors:`, the group of texts for what is wrong with a file as a whole. */
  readonly errors: string
  readonly maxRows: number
  readonly required: readonly Column[]
  /** The column that a heading means; null for none of ours. */
  columnOf(heading: string): Column | null
  /** The usual heading of a column. */
  nameOf(column: Column): string
  /** True where columns of other people's making are let through unread. */
  readonly ignoresOthers?: boolean
  /** The only column, where this first line is already a row of it: a list without a heading. */
  bare?(cells: readonly string[]): Column | null
}

/** A row's cells by column, trimmed; or why they cannot be read. */
export type CsvRow<Column extends string> =
  | { readonly line: number; readonly cells: Partial<Record<Column, string>>; readonly faults?: undefined }
  | { readonly line: number; readonly cells?: undefined; readonly faults: readonly CsvFault[] }

/** Far above the longest row that could be right. */
const MAX_LINE_BYTES = 16 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a CSV file while it arrives: UTF-8 with or without byte order mark, separated by semicolons, commas or
 * tabs, one row in memory at a time. A row is a line: no cell of ours holds a line break, so a quote that is never
 * closed spoils its own line and no other. Bad rows come out as faults, in order with the good ones. Invalid when
 * the file as a whole cannot be read: not UTF-8, no rows, too many, missing, unknown or repeated columns. Cutting
 * the bytes is the caller's business.
 */
export async function* readCsv<Column extends string>(
  source: AsyncIterable<Uint8Array>,
  format: CsvFormat<Column>,
): AsyncGenerator<CsvRow<Column>> {
  let heading: Heading<Column> | null = null
  let line = 0
  let count = 0
  for await (const texts of splitLines(source, MAX_LINE_BYTES)) {
    for (const text of texts) {
      line += 1
      if (heading === null) {
        heading = readHeading(text, format)
        if (!heading.isRow) continue
      }
      if (isBlank(text, heading.delimiter)) continue
      count += 1
      if (count > format.maxRows) throw invalid(`${format.errors}.tooManyRows`, { maximum: format.maxRows })
      yield readRow(line, text, heading, format)
    }
  }
  if (count === 0) throw invalid(`${format.errors}.noRows`)
}

/** A fault of a row, its value cut to what a report can show. */
export const csvFault = (line: number, column: string, code: string, value = ''): CsvFault => ({
  line,
  column,
  code,
  // Not in the middle of a character: the database takes no halves.
  value: value.slice(0, 100).replace(/[\uD800-\uDBFF]$/, ''),
})

/** Nothing but spaces and separators: what spreadsheets leave below the last row. */
const isBlank = (line: string, delimiter: string) => line.replaceAll(delimiter, '').trim() === ''

/** The separator that the heading uses most. */
function delimiterOf(heading: string): string {
  const uses = (sign: string) => heading.split(sign).length
  return [';', ',', '\t'].reduce((best, sign) => (uses(sign) > uses(best) ? sign : best))
}

interface Heading<Column> {
  readonly delimiter: string
  /** Null where the column is none of ours. */
  readonly columns: readonly (Column | null)[]
  /** The line is itself a row. */
  readonly isRow: boolean
}

function readHeading<Column extends string>(line: string, format: CsvFormat<Column>): Heading<Column> {
  const text = decode(line)?.replace(/^\uFEFF/, '')
  if (text === undefined || text.includes('\0')) throw invalid(`${format.errors}.notUtf8`)
  const delimiter = delimiterOf(text)
  const names = splitCells(text, delimiter)
  if (names === null) throw invalid(`${format.errors}.noHeading`)
  const bare = format.bare?.(names)
  if (bare) return { delimiter, columns: [bare], isRow: true }
  const columns = names.map((name) => format.columnOf(name))
  const namesOf = (list: readonly Column[]) => ({ columns: list.map((one) => format.nameOf(one)).join(', ') })
  const missing = format.required.filter((column) => !columns.includes(column))
  if (missing.length === format.required.length) throw invalid(`${format.errors}.noHeading`)
  if (missing.length > 0) throw invalid(`${format.errors}.missingColumns`, namesOf(missing))
  const unknown = names.filter((_, index) => columns[index] === null)
  if (unknown.length > 0 && !format.ignoresOthers) {
    throw invalid(`${format.errors}.unknownColumns`, { columns: unknown.join(', ').slice(0, 200) })
  }
  const repeated = columns.filter(
    (column, index): column is Column => column !== null && columns.indexOf(column) !== index,
  )
  if (repeated.length > 0) throw invalid(`${format.errors}.repeatedColumns`, namesOf(repeated))
  return { delimiter, columns, isRow: false }
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

function readRow<Column extends string>(
  line: number,
  text: string,
  { delimiter, columns, isRow }: Heading<Column>,
  format: CsvFormat<Column>,
): CsvRow<Column> {
  if (text.length > MAX_LINE_BYTES) return { line, faults: [csvFault(line, '', 'import.rowTooLong')] }
  // Only a list without a heading has the byte order mark in a row.
  const cells = splitCells(isRow && line === 1 ? text.replace(/^\xEF\xBB\xBF/, '') : text, delimiter)
  if (cells === null) return { line, faults: [csvFault(line, '', 'import.quotes')] }
  if (cells.length !== columns.length) {
    const code = `import.cellCount?expected=${columns.length}&found=${cells.length}`
    return { line, faults: [csvFault(line, '', code)] }
  }
  const values: Partial<Record<Column, string>> = {}
  for (const [index, column] of columns.entries()) {
    if (column === null) continue
    const cell = decode(cells[index] ?? '')?.trim()
    if (cell === undefined || cell.includes('\0')) {
      return { line, faults: [csvFault(line, format.nameOf(column), 'import.brokenText')] }
    }
    values[column] = cell
  }
  return { line, cells: values }
}

/** Latin-1 text that holds bytes, as the UTF-8 text they are; null when they are none. */
function decode(bytes: string): string | null {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return null
  }
}
