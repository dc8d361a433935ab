import { decode, splitCells } from '#app/domain/csv/cells.ts'
import { type CsvFault, type CsvFormat, csvFault } from '#app/domain/csv/format.ts'
import { type Heading, readHeading } from '#app/domain/csv/read-heading.ts'
import { splitLines } from '#app/domain/csv/split-lines.ts'
import { invalid } from '#app/domain/errors.ts'

/** A row's cells by column, trimmed; or why they cannot be read. */
export type CsvRow<Column extends string> =
  | { readonly line: number; readonly cells: Partial<Record<Column, string>>; readonly faults?: undefined }
  | { readonly line: number; readonly cells?: undefined; readonly faults: readonly CsvFault[] }

/** Far above the longest row that could be right. */
const MAX_LINE_BYTES = 16 * 1024

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

/** Nothing but spaces and separators: what spreadsheets leave below the last row. */
const isBlank = (line: string, delimiter: string) => line.replaceAll(delimiter, '').trim() === ''

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
