import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DeskEvents } from '#app/components/desk/desk-events.tsx'
import { SearchBar } from '#app/components/review/search-bar.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { EVENT_STATES, eventQuerySchema } from '#app/domain/incidents/schemas.ts'
import { searchEvents } from '#app/domain/incidents/search-events.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { eventLine } from '#app/routes/desk/view.ts'

/** Every incident and maintenance there was, searched and filtered through the address. */
export const loader = guarded('status:desk', async ({ ctx, url, locale, t }) => {
  const query = eventQuerySchema.parse(Object.fromEntries(url.searchParams))
  const { events, next } = await searchEvents(ctx, query)
  const { after, ...filters } = query
  const kept = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const address = (more: Record<string, string> = {}) =>
    `/desk/incidents?${new URLSearchParams([...kept, ...Object.entries(more)])}`
  return {
    title: t('incidents:list.title'),
    events: events.map((event) => eventLine(event, locale)),
    filters,
    narrowed: kept.length > 0,
    first: after ? address() : null,
    next: next && address({ after: next }),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function IncidentsPage() {
  const t = useTranslate()
  const { title, events, filters, narrowed, first, next } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk"
        title={title}
        lead={t('incidents:list.lead')}
        actions={<LinkButton to="/desk/incidents/past">{t('incidents:past.link')}</LinkButton>}
      />
      <SearchBar
        key={JSON.stringify(filters)}
        search={filters.search ?? ''}
        label={t('incidents:list.search')}
        clear={t('incidents:list.clear')}
        clearTo={narrowed ? '/desk/incidents' : undefined}
      >
        <div className="w-full md:w-52">
          <Select
            name="state"
            aria-label={t('incidents:list.state')}
            placeholder={t('incidents:list.anyState')}
            options={EVENT_STATES.map((value) => ({ value, label: t(`incidents:list.${value}`) }))}
            defaultValue={filters.state ?? ''}
          />
        </div>
      </SearchBar>
      {events.length > 0 ? (
        <DeskEvents events={events} />
      ) : (
        <Card>
          <EmptyState title={t(narrowed ? 'incidents:list.noneFound' : 'incidents:list.empty')}>
            {t(narrowed ? 'incidents:list.noneFoundText' : 'incidents:list.emptyText')}
          </EmptyState>
        </Card>
      )}
      <Pagination first={first} next={next} />
    </>
  )
}
