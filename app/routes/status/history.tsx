import { data, type HeadersFunction, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EventSummary } from '#app/components/status/event-card.tsx'
import { statusPath } from '#app/components/status/paths.ts'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { notFound } from '#app/domain/errors.ts'
import { type PublicArgs, publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { firstDayOf, monthOf, pastEvents } from '#app/routes/status/view.server.ts'

export const handle = { noScript: true }

const MONTHS_PER_PAGE = 3

/** Three months of incidents and maintenance, up to the month in the path or this one. */
export const loader = publicLoader(({ snapshot, locale, now, params, provider }) => {
  const title = `${translator(locale)('status:page.history')} · ${provider.name}`
  const page = snapshot && historyPage(snapshot.status, { locale, now, params })
  return data({ title, page }, { status: page ? 200 : 503, headers: publicHeaders(snapshot) })
})

type Facts = Pick<PublicArgs, 'locale' | 'now' | 'params'>

function historyPage(status: Parameters<typeof pastEvents>[0], { locale, now, params }: Facts) {
  const thisMonth = parisDay(now).with({ day: 1 })
  const last = params.month === undefined ? thisMonth : firstDayOf(params.month)
  if (!last || last.toString() > thisMonth.toString()) throw notFound()
  const events = pastEvents(status, locale)
  const oldest = events.at(-1)?.day ?? thisMonth.toString()
  const months = Array.from({ length: MONTHS_PER_PAGE }, (_, index) => {
    const first = last.subtract({ months: index })
    const month = monthOf(first.toString())
    const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
    return {
      month,
      title: name.format(new Date(`${month}-01T00:00:00Z`)),
      events: events.filter(({ day }) => monthOf(day) === month).map(({ event }) => event),
    }
  })
  const upTo = (month: typeof last) => statusPath(locale, `/history/${monthOf(month.toString())}`)
  const later = last.add({ months: MONTHS_PER_PAGE })
  const isNewest = last.equals(thisMonth)
  const newer = later.toString() < thisMonth.toString() ? upTo(later) : statusPath(locale, '/history')
  return {
    months,
    older: oldest < (months.at(-1)?.month ?? '') ? upTo(last.subtract({ months: MONTHS_PER_PAGE })) : null,
    newer: isNewest ? null : newer,
  }
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function HistoryPage() {
  const t = useTranslate()
  const { page } = useLoaderData<typeof loader>()
  if (!page) return <UnknownState />
  return (
    <>
      <PageHeader title={t('status:page.history')} />
      {page.months.map(({ month, title, events }) => (
        <section key={month} className="flex flex-col gap-4">
          <h2 className="border-b border-line pb-2 text-lg font-semibold text-ink first-letter:uppercase">
            {title}
          </h2>
          {events.length === 0 && <p className="text-ink-muted">{t('status:page.historyEmpty')}</p>}
          {events.map((event) => (
            <EventSummary key={event.id} event={event} />
          ))}
        </section>
      ))}
      <nav className="flex justify-between gap-4" aria-label={t('status:page.history')}>
        {page.newer ? (
          <a href={page.newer} className={buttonClass('secondary')}>
            {t('status:page.newer')}
          </a>
        ) : (
          <span />
        )}
        {page.older && (
          <a href={page.older} className={buttonClass('secondary')}>
            {t('status:page.older')}
          </a>
        )}
      </nav>
    </>
  )
}
