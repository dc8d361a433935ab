import { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import type { CsvFault } from '#app/domain/csv/format.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import type { Translate } from '#app/i18n/translate.ts'

/** Quoted; what a spreadsheet would take for a formula is kept text by an apostrophe (OWASP, CSV injection). */
const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`

const line = (cells: readonly string[]) => `${cells.map(cell).join(';')}\r\n`

/**
 * What is wrong with the rows of a file, as CSV to download. `pageAfter` gives the faults after the last one seen,
 * an empty page at the end: written page by page, so that the length does not matter.
 */
export function faultsAsCsv(
  t: Translate,
  name: string,
  pageAfter: (last: CsvFault | undefined) => Promise<readonly CsvFault[]>,
): Response {
  async function* lines() {
    const heading = (['line', 'column', 'value', 'problem'] as const).map((key) => t(`admin:report.${key}`))
    // The byte order mark makes Excel read UTF-8.
    yield `\uFEFF${line(heading)}`
    let page = await pageAfter(undefined)
    for (let last = page.at(-1); last; last = page.at(-1)) {
      yield page
        .map((fault) => line([String(fault.line), fault.column, fault.value, errorText(t, fault.code)]))
        .join('')
      page = await pageAfter(last)
    }
  }
  return new Response(createReadableStreamFromReadable(Readable.from(lines())), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
    },
  })
}
