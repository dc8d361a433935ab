import { type CreateAccount, createAccountSchema } from '#app/domain/accounts/schemas.ts'
import { type CsvFault, type CsvFormat, csvFault } from '#app/domain/csv/format.ts'
import { readCsv } from '#app/domain/csv/read-csv.ts'
import {
  COLUMN_DEFAULTS,
  columnOf,
  headings,
  IMPORT_COLUMNS,
  type ImportColumn,
  inSchemaWords,
} from '#app/domain/imports/columns.ts'
import { fieldErrorCode } from '#app/i18n/field-errors.ts'

/** What is wrong with one row. */
export type ImportFault = CsvFault

export type ImportRow =
  | { readonly line: number; readonly account: CreateAccount; readonly faults?: undefined }
  | { readonly line: number; readonly account?: undefined; readonly faults: readonly ImportFault[] }

export const MAX_IMPORT_ROWS = 100_000

const FORMAT: CsvFormat<ImportColumn> = {
  errors: 'import',
  maxRows: MAX_IMPORT_ROWS,
  required: IMPORT_COLUMNS.filter((column) => !(column in COLUMN_DEFAULTS)),
  columnOf,
  nameOf: (column) => headings([column]),
}

/** Reads accounts from a CSV file while it arrives. What a file may look like, and Invalid: `readCsv`. */
export async function* readImport(source: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  for await (const row of readCsv(source, FORMAT)) {
    yield row.faults ? row : readAccountRow(row.line, row.cells)
  }
}

function readAccountRow(line: number, cells: Partial<Record<ImportColumn, string>>): ImportRow {
  const values: Partial<Record<ImportColumn, string>> = { ...COLUMN_DEFAULTS }
  for (const [column, cell] of Object.entries(cells) as [ImportColumn, string][]) {
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
  return {
    line,
    faults: [...firstOfColumn].map(([column, code]) =>
      csvFault(line, headings([column]), code, values[column]),
    ),
  }
}
