import { decode, splitCells } from '#app/domain/csv/cells.ts'
import type { CsvFormat } from '#app/domain/csv/format.ts'
import { invalid } from '#app/domain/errors.ts'

/** The separator that the heading uses most. */
function delimiterOf(heading: string): string {
  const uses = (sign: string) => heading.split(sign).length
  return [';', ',', '\t'].reduce((best, sign) => (uses(sign) > uses(best) ? sign : best))
}

export interface Heading<Column> {
  readonly delimiter: string
  /** Null where the column is none of ours. */
  readonly columns: readonly (Column | null)[]
  /** The line is itself a row. */
  readonly isRow: boolean
}

export function readHeading<Column extends string>(line: string, format: CsvFormat<Column>): Heading<Column> {
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
