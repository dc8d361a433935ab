import { data, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { FaultTable } from '#app/components/admin/fault-table.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Figures } from '#app/components/requests/figures.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { receiveFile } from '#app/http/csv-upload.server.ts'
import { belongsInForm, statusOf } from '#app/http/errors.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const MAX_FILE_BYTES = 10 * 1024 * 1024
/** The rest is in the file that can be downloaded. */
const FAULTS_SHOWN = 100

export const loader = guardedLoader('request-batch:manage', async ({ ctx, params }) => {
  const id = idParam<RequestBatchId>(params.batchId, isUuid)
  const batch = await readBatch(ctx, id)
  return { batch, faults: await listSirenFaults(ctx, id, { limit: FAULTS_SHOWN }) }
})

/** Reads the file while it arrives. Only an officer's upload is read at all. */
export const action = guardedAction(
  'request-batch:manage',
  async ({ ctx, params, request, requestId, t }) => {
    const id = idParam<RequestBatchId>(params.batchId, isUuid)
    try {
      await receiveFile(
        request,
        { maxBytes: MAX_FILE_BYTES, requestId, tooLarge: 'sirens.tooLarge' },
        (file) => chooseByFile(ctx, id, file),
      )
      return redirect(`/requests/${id}`)
    } catch (error) {
      if (!belongsInForm(error)) throw error
      const status = error.kind === 'LimitExceeded' ? 413 : statusOf(error.kind)
      return data({ refused: t(`errors:${error.code}`, { ...error.facts }) }, { status })
    }
  },
)

export default function SirenFilePage() {
  const t = useTranslate()
  const locale = useLocale()
  const { batch, faults } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()?.refused
  const isOpen = batch.status === 'prepared'
  const number = (count: number) => formatNumber(locale, count)
  return (
    <>
      <PageHeader
        below="/requests"
        of={
          batch.fileReadAt || !isOpen ? { to: `/requests/${batch.id}`, label: t('requests:one') } : undefined
        }
        title={t('requests:file.title')}
        lead={t('requests:file.lead')}
      />
      {batch.fileName !== null && !batch.fileReadAt && refused === undefined && (
        <Alert tone="caution">{t('requests:file.cutOff', { name: batch.fileName })}</Alert>
      )}
      {isOpen && (
        <Card className="max-w-2xl" title={batch.fileName ? t('requests:file.another') : undefined}>
          <Form method="post" encType="multipart/form-data" className="flex flex-col gap-5">
            <FormErrors messages={refused === undefined ? [] : [refused]} />
            <Field label={t('requests:file.file')} hint={t('requests:file.fileHint')}>
              <Input
                type="file"
                name="file"
                accept=".csv,.txt,text/csv,text/plain"
                required
                className="py-2 file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-ink md:py-1"
              />
            </Field>
            {batch.fileName && <p className="text-sm text-ink-muted">{t('requests:file.again')}</p>}
            <div>
              <SubmitButton className="max-sm:w-full">{t('requests:file.submit')}</SubmitButton>
            </div>
          </Form>
        </Card>
      )}
      {batch.fileReadAt && (
        <Figures
          items={[
            { label: t('requests:file.rows'), value: number(batch.fileLines) },
            { label: t('requests:file.good'), value: number(batch.fileLines - batch.faults) },
            { label: t('requests:file.faults'), value: number(batch.faults) },
          ]}
        />
      )}
      {faults.length > 0 && (
        <Card
          title={t('requests:file.faultsTitle')}
          lead={
            faults.length < batch.faults
              ? t('requests:file.firstFaults', { shown: faults.length, number: number(batch.faults) })
              : t('requests:file.faultsLead')
          }
          actions={
            <a href={`/requests/${batch.id}/faults.csv`} download className={buttonClass()}>
              {t('requests:file.download')}
            </a>
          }
          flush
        >
          <FaultTable faults={faults} />
        </Card>
      )}
    </>
  )
}
