import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ImportFormat } from '#app/components/admin/import-format.tsx'
import { RecentImports } from '#app/components/admin/recent-imports.tsx'
import { CsvForm } from '#app/components/form/csv-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { COLUMN_NAMES } from '#app/domain/imports/columns.ts'
import { importAccounts } from '#app/domain/imports/import-accounts.ts'
import { listImports } from '#app/domain/imports/read-report.ts'
import { takeCsv } from '#app/http/csv-upload.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('account:create', async ({ ctx, t }) => ({
  title: t('admin:import.title'),
  columns: COLUMN_NAMES,
  imports: await listImports(ctx),
}))

/** Imports while the file arrives. Only an administrator's upload is read at all. */
export const action = guardedAction('account:create', (args) =>
  takeCsv(args, 'import.tooLarge', async (file) => {
    const { id } = await importAccounts(args.ctx, file)
    return `/admin/accounts/imports/${id}`
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ImportAccountsPage() {
  const t = useTranslate()
  const { columns, imports } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()?.refused
  return (
    <>
      <PageHeader below="/admin" title={t('admin:import.title')} lead={t('admin:import.lead')} />
      <Card className="max-w-2xl">
        <CsvForm
          label={t('admin:import.file')}
          hint={t('admin:import.fileHint')}
          note={t('admin:import.again')}
          submit={t('admin:import.submit')}
          refused={refused}
        />
      </Card>
      <ImportFormat columns={columns} />
      <RecentImports imports={imports} />
    </>
  )
}
