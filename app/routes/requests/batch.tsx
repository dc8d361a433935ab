import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { clsx } from 'clsx'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { BatchChoice } from '#app/components/requests/batch-choice.tsx'
import { PreviewAccounts, PreviewFigures } from '#app/components/requests/batch-preview.tsx'
import { BatchActions, BatchProgress } from '#app/components/requests/batch-progress.tsx'
import { BatchStatus } from '#app/components/requests/batch-status.tsx'
import { ConfirmCard } from '#app/components/requests/confirm-card.tsx'
import { FileLine } from '#app/components/requests/file-line.tsx'
import { ItemTable } from '#app/components/requests/item-table.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { listAskable } from '#app/domain/requests/list-askable.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { retryFailed } from '#app/domain/requests/retry-failed.ts'
import { batchActionSchema, SHOWN_ITEMS } from '#app/domain/requests/schemas.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('request-batch:manage', async ({ ctx, params, url, t }) => {
  const id = idParam<RequestBatchId>(params.batchId, isUuid)
  const batch = await readBatch(ctx, id)
  if (batch.status === 'prepared' && batch.chosenBy === 'file' && !batch.fileReadAt) {
    throw redirect(`/requests/${id}/file`)
  }
  const wanted = url.searchParams.get('show')
  // What needs somebody comes first.
  const shown =
    SHOWN_ITEMS.find((list) => list === wanted) ??
    SHOWN_ITEMS.find((list) => batch.counts[list] > 0 && list !== 'skipped') ??
    'skipped'
  const after = url.searchParams.get('after')
  const { items, next } = await listItems(ctx, id, shown, after)
  return {
    title: t('requests:one'),
    batch,
    types: await listAskable(ctx),
    preview: batch.status === 'prepared' ? await previewBatch(ctx, id) : null,
    list: { items, shown },
    next: next && `?show=${shown}&after=${next}`,
    first: after ? `?show=${shown}` : null,
  }
})

export const action = guardedAction('request-batch:manage', (args) =>
  submitForm(args, batchActionSchema, async (input) => {
    const { ctx, params, t } = args
    const batchId = idParam<RequestBatchId>(params.batchId, isUuid)
    const done = (message: string) => redirectWithToast(`/requests/${batchId}`, { kind: 'success', message })
    switch (input.intent) {
      case 'start':
        await startBatch(ctx, { batchId, ...input })
        return done(t('requests:confirm.done'))
      case 'cancel': {
        const { startedAt } = await readBatch(ctx, batchId)
        const count = await cancelBatch(ctx, batchId)
        return done(startedAt ? t('requests:progress.stopped', { count }) : t('requests:confirm.discarded'))
      }
      case 'retry':
        return done(t('requests:progress.retried', { count: await retryFailed(ctx, batchId) }))
    }
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function RequestBatchPage() {
  const t = useTranslate()
  const { batch, types, preview, list, next, first } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const isBegun = SHOWN_ITEMS.some((kind) => batch.counts[kind] > 0)
  return (
    <>
      <RefreshWhile active={batch.status === 'running'} />
      <PageHeader
        below="/requests"
        title={t('requests:one')}
        status={<BatchStatus batch={batch} />}
        actions={<BatchActions batch={batch} />}
      />
      {(!preview || preview.asked === 0) && <FormErrors messages={answer?.result.error?.[''] ?? []} />}
      {preview && <PreviewFigures preview={preview} />}
      <FileLine batch={batch} />
      <div className={clsx('grid items-start gap-6', preview?.asked !== 0 && 'lg:grid-cols-2')}>
        {preview ? preview.asked > 0 && <ConfirmCard preview={preview} /> : <BatchProgress batch={batch} />}
        <BatchChoice batch={batch} types={types} usualDays={preview?.usualDays} />
      </div>
      {preview && preview.asked > 0 && <PreviewAccounts preview={preview} />}
      {isBegun && <ItemTable {...list} counts={batch.counts} />}
      <Pagination first={first} next={next} />
    </>
  )
}
