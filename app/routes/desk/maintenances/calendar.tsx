import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { MonthAgenda } from '#app/components/maintenance/month-agenda.tsx'
import { MonthGrid } from '#app/components/maintenance/month-grid.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { listMonth } from '#app/domain/maintenance/list-month.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { dayView, monthAsked } from '#app/routes/desk/maintenances/calendar-view.ts'

/** A month of maintenance: `?month=2026-11`, the present one without. */
export const loader = guarded('status:desk', async ({ ctx, url, locale, t }) => {
  const now = ctx.clock.now()
  const month = monthAsked(url.searchParams.get('month'), now)
  const weeks = await listMonth(ctx, month)
  return {
    title: t('maintenance:calendar.title'),
    month: formatTime(locale, `${month}-15T12:00:00Z`, 'month'),
    previous: month.subtract({ months: 1 }).toString(),
    next: month.add({ months: 1 }).toString(),
    weeks: weeks.map((week) => week.map((day) => dayView(day, t, locale, now))),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function CalendarPage() {
  const t = useTranslate()
  const { title, month, previous, next, weeks } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk"
        title={title}
        lead={t('maintenance:calendar.lead')}
        actions={
          <LinkButton to="/desk/maintenances/new" variant="primary">
            {t('desk:newMaintenance')}
          </LinkButton>
        }
      />
      <Section
        title={<span className="inline-block first-letter:uppercase">{month}</span>}
        actions={
          <nav aria-label={t('maintenance:calendar.months')} className="flex gap-2">
            <LinkButton
              to={`?month=${previous}`}
              aria-label={t('maintenance:calendar.previous')}
              preventScrollReset
            >
              <ChevronLeft className="size-4" aria-hidden />
            </LinkButton>
            <LinkButton to="/desk/maintenances" preventScrollReset>
              {t('maintenance:calendar.today')}
            </LinkButton>
            <LinkButton to={`?month=${next}`} aria-label={t('maintenance:calendar.next')} preventScrollReset>
              <ChevronRight className="size-4" aria-hidden />
            </LinkButton>
          </nav>
        }
      >
        <MonthGrid caption={t('maintenance:calendar.caption', { month })} weeks={weeks} />
        <MonthAgenda days={weeks.flat()} />
      </Section>
    </>
  )
}
