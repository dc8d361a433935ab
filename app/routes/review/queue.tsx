import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { QueueTable } from '#app/components/review/queue-table.tsx'
import { SearchBar } from '#app/components/review/search-bar.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { listQueue } from '#app/domain/reviews/list-queue.ts'
import { COUNT_LIMIT, queueQuerySchema } from '#app/domain/reviews/schemas.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What waits for a decision, the most urgent first. */
export const loader = guarded('review:queue', async ({ ctx, url, t }) => {
  const query = queueQuerySchema.parse(Object.fromEntries(url.searchParams))
  const { items, next, waiting } = await listQueue(ctx, query)
  return {
    title: t('review:queue.title'),
    items,
    next:
      next &&
      `/review?${new URLSearchParams({ ...(query.search && { search: query.search }), after: next })}`,
    waiting,
    search: query.search ?? '',
    isFirst: !query.after,
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function QueuePage() {
  const t = useTranslate()
  const { items, next, waiting, search, isFirst } = useLoaderData<typeof loader>()
  const first = items[0]
  return (
    <>
      <PageHeader
        title={t('review:queue.title')}
        lead={
          waiting === 0
            ? undefined
            : t(waiting < COUNT_LIMIT ? 'review:queue.lead' : 'review:queue.leadMany', { count: waiting })
        }
        actions={
          first && (
            <LinkButton variant="primary" to={`/review/${first.submissionId}`} prefetch="intent">
              {t('review:queue.start')}
            </LinkButton>
          )
        }
      />
      <SearchBar search={search} label={t('review:queue.search')} clear={t('review:queue.clear')} />
      <Card flush>
        <QueueTable items={items} isSearch={search !== ''} />
      </Card>
      <Pagination
        first={isFirst ? null : search ? `/review?${new URLSearchParams({ search })}` : '/review'}
        next={next}
      />
    </>
  )
}
