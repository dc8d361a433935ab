import { data, type HeadersFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BackToStatus } from '#app/components/status/back-to-status.tsx'
import { EventFacts } from '#app/components/status/event-facts.tsx'
import { eventLook } from '#app/components/status/tones.ts'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { Corrected, UpdateBody, UpdateList } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { notFound } from '#app/domain/errors.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { eventViewer } from '#app/routes/status/events.server.ts'
import { publicHead } from '#app/routes/status/head.server.ts'
import { headMeta } from '#app/routes/status/head.ts'

/** One incident or maintenance with everything that was said. An unknown id is not asked of the database. */
export const loader = publicLoader((args) => {
  const { snapshot, locale, params } = args
  const all = snapshot ? [...snapshot.status.incidents, ...snapshot.status.maintenances] : []
  const found = all.find(({ id }) => id === params.id)
  if (snapshot && !found) throw notFound()
  const [newest] = found?.updates ?? []
  return data(
    {
      head: publicHead(args, {
        title: found?.name[locale] ?? translator(locale)('status:title'),
        description: newest ? renderMarkdown(newest.markdown[locale]).text : '',
        rest: `/incidents/${params.id}`,
      }),
      event: snapshot && found ? eventViewer(snapshot.status, locale)(found, found.updates.length) : null,
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta = headMeta

export default function IncidentPage() {
  const t = useTranslate()
  const { event } = useLoaderData<typeof loader>()
  if (!event) return <UnknownState />
  const updates = event.updates.shown
  const postmortem = updates.find(({ status }) => status === 'postmortem')
  return (
    <>
      <header className="flex flex-col items-start gap-3">
        <BackToStatus />
        <h1 className="max-w-full text-2xl font-semibold tracking-tight break-words text-ink">
          <bdi lang={event.lang}>{event.name}</bdi>
        </h1>
        <p className="flex flex-wrap items-center gap-2 text-ink-muted">
          <StatusPill {...eventLook(event)}>{eventStateName(t, event)}</StatusPill>
          {t(`status:page.${event.kind}`)}
        </p>
      </header>
      <EventFacts event={event} />
      {postmortem && (
        <section
          id={postmortem.id}
          className="flex flex-col gap-2 rounded-lg border border-info-line bg-info-soft px-4 py-4 text-ink md:px-5"
          aria-labelledby="postmortem"
        >
          <h2 id="postmortem" className="text-lg font-semibold">
            {t('status:page.postmortem')}
          </h2>
          <p className="text-sm text-ink-muted">
            <Time at={postmortem.at} />
            <Corrected at={postmortem.correctedAt} />
          </p>
          <UpdateBody {...postmortem} />
        </section>
      )}
      <section className="flex flex-col gap-4" aria-labelledby="updates">
        <h2 id="updates" className="text-base font-semibold text-ink">
          {t('status:page.updates')}
        </h2>
        <UpdateList updates={updates.filter((update) => update !== postmortem)} detailed />
      </section>
    </>
  )
}
