import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { OccurrenceTable } from '#app/components/maintenance/occurrence-table.tsx'
import { durationText } from '#app/components/status/words.ts'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { loader as guarded, idParam } from '#app/http/handlers.server.ts'
import { formatList, formatTime } from '#app/i18n/format.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { seriesView } from '#app/routes/desk/maintenances/maintenance-view.ts'

/** Days that follow those on the page; the rule says the rest. */
const LATER_SHOWN = 20

/** One series: its rule, what stands on the page of it, and what follows. */
export const loader = guarded('status:desk', async ({ ctx, params, locale, t }) => {
  const found = await readSeries(ctx, idParam(params.id, isPublicId))
  const { series, planned, later } = found
  const { name, rule, components } = seriesView(found, t, locale)
  return {
    id: series.id,
    title: t('maintenance:series.title', { name }),
    facts: [
      { label: t('maintenance:series.rule'), value: rule },
      { label: t('maintenance:series.duration'), value: durationText(t, series.durationMinutes * 60) },
      { label: t('desk:components'), value: components.length > 0 ? formatList(locale, components) : null },
      {
        label: t('maintenance:series.state'),
        value: series.stoppedAt
          ? t('maintenance:series.stoppedAt', { time: formatTime(locale, series.stoppedAt) })
          : t('maintenance:series.going'),
      },
    ],
    isStopped: series.stoppedAt !== null,
    planned: planned.map(({ scheduledFor, scheduledUntil, ...occurrence }) => ({
      ...occurrence,
      startsAt: scheduledFor.toISOString(),
      until: scheduledUntil.toISOString(),
    })),
    later: later
      .slice(0, LATER_SHOWN)
      .map(({ scheduledFor }) => formatTime(locale, scheduledFor, 'long-date')),
    more: Math.max(0, later.length - LATER_SHOWN),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function SeriesPage() {
  const t = useTranslate()
  const { id, title, facts, isStopped, planned, later, more } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk/maintenances"
        title={<bdi>{title}</bdi>}
        actions={
          !isStopped && (
            <>
              <LinkButton to={`/desk/maintenances/series/${id}/stop`}>
                {t('maintenance:series.stop')}
              </LinkButton>
              <LinkButton to={`/desk/maintenances/series/${id}/edit`}>
                {t('maintenance:series.edit')}
              </LinkButton>
            </>
          )
        }
      />
      <Card>
        <DataList items={facts} />
      </Card>
      <Card
        title={t('maintenance:series.occurrences')}
        lead={isStopped ? undefined : t('maintenance:series.occurrencesLead')}
        flush={planned.length > 0}
      >
        <OccurrenceTable occurrences={planned} />
      </Card>
      {later.length > 0 && (
        <Card title={t('maintenance:series.later')} lead={t('maintenance:series.laterLead')}>
          <ol className="tabular columns-1 gap-8 text-sm text-ink md:columns-2">
            {later.map((day) => (
              <li key={day} className="py-0.5">
                {day}
              </li>
            ))}
          </ol>
          {more > 0 && (
            <p className="mt-1 text-sm text-ink-muted">{t('maintenance:check.more', { count: more })}</p>
          )}
        </Card>
      )}
    </>
  )
}
