import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { FaultTable } from '#app/components/admin/fault-table.tsx'
import { CsvForm } from '#app/components/form/csv-form.tsx'
import { Figures } from '#app/components/requests/figures.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { listSirenFaults } from '#app/domain/requests/list-siren-faults.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { takeCsv } from '#app/http/csv-upload.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The rest is in the file that can be downloaded. */
const FAULTS_SHOWN = 100

export const loader = guardedLoader('request-batch:manage', async ({ ctx, params, t }) => {
  const id = idParam<RequestBatchId>(params.batchId, isUuid)
  const batch = await readBatch(ctx, id)
  return {
    title: t('requests:file.title'),
    batch,
    faults: await listSirenFaults(ctx, id, { limit: FAULTS_SHOWN }),
  }
})

/** Reads the file while it arrives. Only an officer's upload is read at all. */
export const action = guardedAction('request-batch:manage', (args) => {
  const id = idParam<RequestBatchId>(args.params.batchId, isUuid)
  return takeCsv(args, 'sirens.tooLarge', async (file) => {
    await chooseByFile(args.ctx, id, file)
    return `/requests/${id}`
  })
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

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
          <CsvForm
            label={t('requests:file.file')}
            hint={t('requests:file.fileHint')}
            note={batch.fileName && t('requests:file.again')}
            submit={t('requests:file.submit')}
            refused={refused}
          />
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
