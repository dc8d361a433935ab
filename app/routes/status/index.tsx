import { data, type HeadersFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Fragment } from 'react'
import { ComponentList, UptimeRule } from '#app/components/status/component-list.tsx'
import { EventSummary, OngoingEvent } from '#app/components/status/event-card.tsx'
import { GroupList } from '#app/components/status/group-list.tsx'
import { Overall } from '#app/components/status/overall.tsx'
import { QuickSubscribe } from '#app/components/status/quick-subscribe.tsx'
import { RecentDays } from '#app/components/status/recent-days.tsx'
import type { Cut, StatusView } from '#app/components/status/types.ts'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { statusPath } from '#app/i18n/status-path.ts'
import { translator } from '#app/i18n/translate.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { publicHead } from '#app/routes/status/head.server.ts'
import { headMeta } from '#app/routes/status/head.ts'
import { statusView } from '#app/routes/status/view.server.ts'

/** The public page: from memory; 503 in words while nothing is known. */
export const loader = publicLoader((args) => {
  const { snapshot, locale, now, provider } = args
  const t = translator(locale)
  const state = snapshot ? t(`status:overall.${snapshot.status.indicator}`) : t('status:page.unknown')
  return data(
    {
      head: publicHead(args, {
        title: t('status:title'),
        description: t('status:head.index', { state, provider: provider.name }),
        rest: '',
      }),
      view: snapshot && statusView(snapshot.status, locale, now),
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta = headMeta

export default function StatusPage() {
  const { view } = useLoaderData<typeof loader>()
  return view ? <KnownState view={view} /> : <UnknownState />
}

function KnownState({ view }: { view: StatusView }) {
  const t = useTranslate()
  const locale = useLocale()
  const history = statusPath(locale, '/history')
  const { ongoing, upcoming, components, recent } = view
  return (
    <>
      <Overall indicator={view.indicator} capabilities={view.capabilities} />
      {ongoing.shown.length > 0 && (
        <Section title={t('status:page.ongoing')}>
          {ongoing.shown.map((event) => (
            <OngoingEvent key={event.id} event={event} />
          ))}
          <Others count={ongoing.others} href={history} />
        </Section>
      )}
      {upcoming.shown.length > 0 && (
        <Section title={t('status:page.upcoming')}>
          {upcoming.shown.map((event) => (
            <div key={event.id} className="rounded-lg border border-line bg-surface px-4 py-4 md:px-5">
              <EventSummary event={event} />
              <Later dates={event.later} />
            </div>
          ))}
          <Others count={upcoming.others} href={statusPath(locale, '/maintenance.ics')} />
        </Section>
      )}
      <section className="flex flex-col gap-6" aria-labelledby="components">
        <h2 id="components" className="text-base font-semibold text-ink">
          {t('status:page.components')}
        </h2>
        {components.kind === 'all' ? (
          <ComponentList groups={components.groups} />
        ) : (
          <GroupList groups={components.groups} />
        )}
        <UptimeRule />
      </section>
      <Section title={t('status:page.history15')}>
        <RecentDays stretches={recent.shown} />
        <Others count={recent.others} href={history} />
        <p>
          <a href={history} className="link">
            {t('status:page.allHistory')}
          </a>
        </p>
      </Section>
      <QuickSubscribe />
    </>
  )
}

/** When a series comes again after its next window. */
function Later({ dates: { shown, others } }: { dates: Cut<string> }) {
  const t = useTranslate()
  if (shown.length === 0) return null
  return (
    <p className="mt-2 pl-8 text-sm text-ink-muted">
      {t('status:page.again')}{' '}
      {shown.map((at, index) => (
        <Fragment key={at}>
          {index > 0 && ' · '}
          <Time at={at} style="date" withZone={false} />
        </Fragment>
      ))}
      {others > 0 && ` · ${t('status:page.others', { count: others })}`}
    </p>
  )
}

function Others({ count, href }: { count: number; href: string }) {
  const t = useTranslate()
  if (count === 0) return null
  return (
    <p>
      <a href={href} className="link">
        {t('status:page.others', { count })}
      </a>
    </p>
  )
}
