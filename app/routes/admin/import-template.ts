import { IMPORT_TEMPLATE } from '#app/domain/imports/columns.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'

/** A CSV file to fill in. */
export const loader = guardedLoader(
  'account:create',
  () =>
    new Response(IMPORT_TEMPLATE, {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="vigie-accounts.csv"',
      },
    }),
)
