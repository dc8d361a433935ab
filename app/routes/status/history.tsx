import { data, type HeadersFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BackToStatus } from '#app/components/status/back-to-status.tsx'
import { EventSummary } from '#app/components/status/event-card.tsx'
import { When } from '#app/components/status/event-time.tsx'
import { Turn } from '#app/components/status/turn.tsx'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { publicHead } from '#app/routes/status/head.server.ts'
import { headMeta } from '#app/routes/status/head.ts'
import { historyView } from '#app/routes/status/history.server.ts'

/** Three months of incidents and maintenance, up to the month in the path or this one. */
export const loader = publicLoader((args) => {
  const { snapshot, locale, params, provider, now } = args
  const t = translator(locale)
  return data(
    {
      head: publicHead(args, {
        title: t('status:page.history'),
        description: t('status:head.history', { provider: provider.name }),
        rest: params.month ? `/history/${params.month}` : '/history',
      }),
      page: snapshot && historyView(snapshot.status, locale, now, params.month),
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta = headMeta

export default function HistoryPage() {
  const t = useTranslate()
  const { page } = useLoaderData<typeof loader>()
  if (!page) return <UnknownState />
  const { months, newer, older } = page
  return (
    <>
      <header className="flex flex-col items-start gap-3">
        <BackToStatus />
        <h1 className="text-2xl font-semibold tracking-tight text-ink">{t('status:page.history')}</h1>
      </header>
      {months.map(({ month, title, events, brief }) => (
        <section key={month} className="flex flex-col gap-4">
          <h2 className="border-b border-line pb-2 text-lg font-semibold text-ink first-letter:uppercase">
            {title}
          </h2>
          {events.length === 0 && <p className="text-ink-muted">{t('status:page.historyEmpty')}</p>}
          {events.map((event) => (
            <EventSummary key={event.id} event={event} />
          ))}
          {brief.length > 0 && (
            <ul className="flex flex-col gap-1 text-sm text-ink-muted">
              {brief.map((event) => (
                <li key={event.id} className="break-words">
                  <a href={event.href} className="link">
                    <bdi lang={event.lang}>{event.name}</bdi>
                  </a>{' '}
                  · <When event={event} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <Turn
        name={t('status:page.history')}
        back={{ href: newer, words: t('status:page.newer') }}
        on={{ href: older, words: t('status:page.older') }}
      />
    </>
  )
}
