import { data, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { ImportFormat } from '#app/components/admin/import-format.tsx'
import { RecentImports } from '#app/components/admin/recent-imports.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { importAccounts } from '#app/domain/accounts/import-accounts.ts'
import { COLUMN_NAMES } from '#app/domain/accounts/import-columns.ts'
import { listImports } from '#app/domain/accounts/read-import-report.ts'
import { receiveFile } from '#app/http/csv-upload.server.ts'
import { belongsInForm, statusOf } from '#app/http/errors.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const MAX_FILE_BYTES = 10 * 1024 * 1024

export const loader = guardedLoader('account:create', async ({ ctx }) => ({
  columns: COLUMN_NAMES,
  imports: await listImports(ctx),
}))

/** Imports while the file arrives. Only an administrator's upload is read at all. */
export const action = guardedAction('account:create', async ({ ctx, request, requestId, t }) => {
  try {
    const { id } = await receiveFile(request, { maxBytes: MAX_FILE_BYTES, requestId }, (file) =>
      importAccounts(ctx, file),
    )
    return redirect(`/admin/accounts/imports/${id}`)
  } catch (error) {
    if (!belongsInForm(error)) throw error
    const status = error.kind === 'LimitExceeded' ? 413 : statusOf(error.kind)
    return data({ refused: t(`errors:${error.code}`, { ...error.facts }) }, { status })
  }
})

export default function ImportAccountsPage() {
  const t = useTranslate()
  const { columns, imports } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()?.refused
  return (
    <>
      <PageHeader below="/admin" title={t('admin:import.title')} lead={t('admin:import.lead')} />
      <Card className="max-w-2xl">
        <Form method="post" encType="multipart/form-data" className="flex flex-col gap-5">
          <FormErrors messages={refused === undefined ? [] : [refused]} />
          <Field label={t('admin:import.file')} hint={t('admin:import.fileHint')}>
            <Input
              type="file"
              name="file"
              accept=".csv,.txt,text/csv,text/plain"
              required
              className="py-2 file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-ink md:py-1"
            />
          </Field>
          <p className="text-sm text-ink-muted">{t('admin:import.again')}</p>
          <div>
            <SubmitButton className="max-sm:w-full">{t('admin:import.submit')}</SubmitButton>
          </div>
        </Form>
      </Card>
      <ImportFormat columns={columns} />
      <RecentImports imports={imports} />
    </>
  )
}
