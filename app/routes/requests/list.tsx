import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { RefreshWhile } from '#app/components/broadcasts/refresh-while.tsx'
import { BatchTable } from '#app/components/requests/batch-table.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { listAskable } from '#app/domain/requests/list-askable.ts'
import { listBatches } from '#app/domain/requests/read-batch.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guarded('request-batch:manage', async ({ ctx, url, t }) => {
  const after = url.searchParams.get('after')
  const { batches, next } = await listBatches(ctx, after)
  return {
    title: t('requests:title'),
    batches,
    types: await listAskable(ctx),
    next: next && `/requests?after=${next}`,
    first: after ? '/requests' : null,
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function RequestBatchesPage() {
  const t = useTranslate()
  const { batches, types, next, first } = useLoaderData<typeof loader>()
  return (
    <>
      <RefreshWhile active={batches.some(({ status }) => status === 'running')} />
      <PageHeader
        title={t('requests:title')}
        lead={t('requests:lead')}
        actions={
          <LinkButton to="/requests/new" variant="primary">
            <Plus className="size-4" aria-hidden />
            {t('requests:new')}
          </LinkButton>
        }
      />
      <Card flush>
        <BatchTable batches={batches} types={types} />
      </Card>
      <Pagination first={first} next={next} />
    </>
  )
}
