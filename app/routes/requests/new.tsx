import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BatchForm } from '#app/components/requests/batch-form.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import { listAskable } from '#app/domain/requests/list-askable.ts'
import { prepareBatch } from '#app/domain/requests/prepare-batch.ts'
import { type BatchReport, readBatch } from '#app/domain/requests/read-batch.ts'
import { prepareSchema } from '#app/domain/requests/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** `?from=` begins with what another batch asks. */
export const loader = guardedLoader('request-batch:manage', async ({ ctx, url, t }) => {
  const from = url.searchParams.get('from')
  return {
    title: t('requests:new'),
    types: await listAskable(ctx),
    values: from ? valuesOf(await readBatch(ctx, idParam<RequestBatchId>(from, isUuid))) : {},
  }
})

/** A batch as the fields of its form. */
const valuesOf = ({ documentTypes, filter, ...batch }: BatchReport) => ({
  ...filter,
  chosenBy: batch.chosenBy,
  what: documentTypes.length > 0 ? 'types' : 'missing',
  documentTypes: documentTypes.map(({ code }) => code),
  message: batch.message,
  why: batch.why,
  ...(batch.deadlineOn && { deadlineOn: batch.deadlineOn }),
  ...(batch.deadlineDays && { deadlineDays: String(batch.deadlineDays) }),
})

export const action = guardedAction('request-batch:manage', (args) =>
  submitForm(args, prepareSchema, async (input) => {
    const id = await prepareBatch(args.ctx, input)
    return redirect(input.chosenBy === 'file' ? `/requests/${id}/file` : `/requests/${id}`)
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewRequestBatchPage() {
  const t = useTranslate()
  const { types, values } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader below="/requests" title={t('requests:new')} lead={t('requests:form.lead')} />
      <BatchForm types={types} values={values} />
    </>
  )
}
