import { data, type HeadersFunction, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ComponentList } from '#app/components/status/component-list.tsx'
import { EventSummary, OngoingEvent } from '#app/components/status/event-card.tsx'
import { Overall } from '#app/components/status/overall.tsx'
import { statusPath } from '#app/components/status/paths.ts'
import { RecentDays } from '#app/components/status/recent-days.tsx'
import { SubscribeForm } from '#app/components/status/subscribe-form.tsx'
import type { StatusView } from '#app/components/status/types.ts'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { statusView } from '#app/routes/status/view.server.ts'

export const handle = { noScript: true }

/** The public page: from memory; 503 in words while nothing is known. */
export const loader = publicLoader(({ snapshot, locale, now, provider }) =>
  data(
    {
      title: translator(locale)('status:page.title', { provider: provider.name }),
      view: snapshot && statusView(snapshot, locale, now),
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  ),
)

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function StatusPage() {
  const { view } = useLoaderData<typeof loader>()
  return view ? <KnownState view={view} /> : <UnknownState />
}

function KnownState({ view }: { view: StatusView }) {
  const t = useTranslate()
  const locale = useLocale()
  const history = statusPath(locale, '/history')
  return (
    <>
      <Overall view={view} />
      {view.ongoing.length > 0 && (
        <Section title={t('status:page.ongoing')}>
          {view.ongoing.map((event) => (
            <OngoingEvent key={event.id} event={event} />
          ))}
        </Section>
      )}
      {view.upcoming.length > 0 && (
        <Section title={t('status:page.upcoming')}>
          {view.upcoming.map((event) => (
            <div key={event.id} className="rounded-lg border border-line bg-surface px-4 py-4 md:px-5">
              <EventSummary event={event} />
            </div>
          ))}
        </Section>
      )}
      <ComponentList groups={view.groups} />
      <Section title={t('status:page.history15')}>
        <RecentDays stretches={view.recent} />
        <p>
          <a
            href={history}
            className="inline-flex min-h-11 items-center font-medium text-accent-text underline underline-offset-3 md:min-h-0"
          >
            {t('status:page.allHistory')}
          </a>
        </p>
      </Section>
      <Section title={<span id="subscribe">{t('status:page.subscribe')}</span>}>
        <div className="rounded-lg border border-line bg-surface px-4 py-5 md:px-5">
          <SubscribeForm locale={locale} groups={view.groups} />
        </div>
      </Section>
    </>
  )
}
