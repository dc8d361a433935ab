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

/** A fault of a row, its value cut to what a report can show. */
export const csvFault = (line: number, column: string, code: string, value = ''): CsvFault => ({
  line,
  column,
  code,
  // Not in the middle of a character: the database takes no halves.
  value: value.slice(0, 100).replace(/[\uD800-\uDBFF]$/, ''),
})
