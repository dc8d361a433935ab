import { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import type { ImportFault } from '#app/domain/accounts/read-import.ts'
import { listImportFaults, readImportReport } from '#app/domain/accounts/read-import-report.ts'
import { isUuid } from '#app/domain/ids.ts'
import { loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { errorText } from '#app/i18n/field-errors.ts'

/** The whole report as CSV, page by page from the database, so that its length does not matter. */
export const loader = guardedLoader('account:create', async ({ ctx, params, t }) => {
  const id = idParam<string>(params.importId, isUuid)
  await readImportReport(ctx, id)
  const heading = (['line', 'column', 'value', 'problem'] as const).map((key) => t(`admin:report.${key}`))

  async function* lines() {
    yield `\uFEFF${heading.map(cell).join(';')}\r\n`
    let page = await listImportFaults(ctx, id)
    for (let last = page.at(-1); last; last = page.at(-1)) {
      yield page.map(line).join('')
      page = await listImportFaults(ctx, id, last)
    }
  }
  const line = ({ code, ...fault }: ImportFault) =>
    `${[String(fault.line), fault.column, fault.value, errorText(t, code)].map(cell).join(';')}\r\n`

  return new Response(createReadableStreamFromReadable(Readable.from(lines())), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="import-${id}.csv"`,
    },
  })
})

/** Quoted; what a spreadsheet would take for a formula is kept text by an apostrophe (OWASP, CSV injection). */
const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`
