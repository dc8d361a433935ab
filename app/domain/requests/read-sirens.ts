import { readSiren } from '#app/domain/accounts/siren.ts'
import { type CsvFault, type CsvFormat, csvFault } from '#app/domain/csv/format.ts'
import { readCsv } from '#app/domain/csv/read-csv.ts'

export type SirenRow =
  | { readonly line: number; readonly siren: string; readonly fault?: undefined }
  | { readonly line: number; readonly siren?: undefined; readonly fault: CsvFault }

const MAX_SIREN_ROWS = 100_000

const isSirenHeading = (text: string) =>
  ['siren', 'numero_siren', 'n_siren'].includes(
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z]+/g, '_')
      .replace(/^_+|_+$/g, ''),
  )

const FORMAT: CsvFormat<'siren'> = {
  errors: 'sirens',
  maxRows: MAX_SIREN_ROWS,
  required: ['siren'],
  columnOf: (heading) => (isSirenHeading(heading) ? 'siren' : null),
  nameOf: () => 'siren',
  // An export of some other system, of which one column is ours.
  ignoresOthers: true,
  bare: ([only = '', ...more]) => (more.length === 0 && readSiren(only) !== null ? 'siren' : null),
}

/**
 * Reads SIRENs from a CSV file while it arrives: its column `siren`, or a bare list. A row that holds none comes
 * out with its line and why. Invalid for a file that cannot be read as a whole: `readCsv`.
 */
export async function* readSirens(source: AsyncIterable<Uint8Array>): AsyncGenerator<SirenRow> {
  for await (const { line, cells, faults } of readCsv(source, FORMAT)) {
    const [fault] = faults ?? []
    if (fault) {
      yield { line, fault }
      continue
    }
    const text = cells?.siren ?? ''
    const siren = readSiren(text)
    if (siren !== null) yield { line, siren }
    else yield { line, fault: csvFault(line, 'siren', text === '' ? 'field.required' : 'siren', text) }
  }
}
