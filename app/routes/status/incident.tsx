import { data, type HeadersFunction, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Affects, UpdateList, When } from '#app/components/status/event-card.tsx'
import { statusPath } from '#app/components/status/paths.ts'
import { eventLook } from '#app/components/status/tones.ts'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { notFound } from '#app/domain/errors.ts'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { eventView } from '#app/routes/status/view.server.ts'

export const handle = { noScript: true }

/** One incident or maintenance with everything that was said. An unknown id is not asked of the database. */
export const loader = publicLoader(({ snapshot, locale, params, provider }) => {
  const all = snapshot ? [...snapshot.status.incidents, ...snapshot.status.maintenances] : []
  const found = all.find(({ id }) => id === params.id)
  if (snapshot && !found) throw notFound()
  const event = snapshot && found ? eventView(snapshot.status, found, locale) : null
  return data(
    { title: event ? `${event.name} · ${provider.name}` : provider.name, event },
    { status: event ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function IncidentPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { event } = useLoaderData<typeof loader>()
  if (!event) return <UnknownState />
  return (
    <>
      <PageHeader
        above={
          <a
            href={statusPath(locale)}
            className="inline-flex min-h-11 items-center text-sm text-ink-muted underline underline-offset-3 hover:text-ink md:min-h-0"
          >
            {t('status:page.backToStatus')}
          </a>
        }
        title={<bdi>{event.name}</bdi>}
        status={<StatusPill {...eventLook(event)}>{eventStateName(t, event)}</StatusPill>}
        lead={
          <>
            {t(`status:page.${event.kind}`)} · <When event={event} />
          </>
        }
      />
      <Affects event={event} />
      <section className="flex flex-col gap-4" aria-labelledby="updates">
        <h2 id="updates" className="text-base font-semibold text-ink">
          {t('status:page.updates')}
        </h2>
        <UpdateList updates={event.updates} />
      </section>
    </>
  )
}
