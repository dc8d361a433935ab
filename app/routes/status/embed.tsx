import { data, type HeadersFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AddressList } from '#app/components/status/address-list.tsx'
import { BackToStatus } from '#app/components/status/back-to-status.tsx'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { badgeSvg } from '#app/domain/snapshot/badge.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import { publicUrl } from '#app/domain/snapshot/public-url.ts'
import { escapeXml } from '#app/domain/snapshot/xml.ts'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { publicHead } from '#app/routes/status/head.server.ts'
import { headMeta } from '#app/routes/status/head.ts'

/** How other sites and programs show the same state, as code to copy. */
export const loader = publicLoader((args) => {
  const { snapshot, locale, now, provider } = args
  const t = translator(locale)
  return data(
    {
      head: publicHead(args, {
        title: t('status:embed.title'),
        description: t('status:head.embed', { provider: provider.name }),
        rest: '/embed',
      }),
      code:
        snapshot &&
        codeToCopy(
          (rest) => publicUrl(snapshot.status, locale, rest),
          snapshot.status.page,
          t('status:title'),
        ),
      badge: snapshot && badgeSvg(snapshot.status, locale, freshnessOf(snapshot.confirmedAt, now)),
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

const KINDS = ['badge', 'banner', 'frame', 'feeds', 'calendar', 'api'] as const
type Kind = (typeof KINDS)[number]
/** Told as addresses to open, one a line; the others are code to copy. */
const ADDRESSES: ReadonlySet<Kind> = new Set(['feeds', 'calendar', 'api'])

function codeToCopy(
  url: (rest?: string) => string,
  page: { name: string; url: string },
  title: string,
): Record<Kind, string> {
  const name = escapeXml(`${title} · ${page.name}`)
  return {
    badge: `<a href="${url()}"><img src="${url('/badge.svg')}" alt="${name}" height="24"></a>`,
    banner: `<script src="${url('/banner.js')}" async></script>`,
    frame: `<iframe src="${url('/banner')}" title="${name}" width="100%" height="72"></iframe>`,
    feeds: `${url('/feed.atom')}\n${url('/feed.rss')}`,
    calendar: url('/maintenance.ics'),
    api: `${page.url}/api/v2/summary.json`,
  }
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta = headMeta

export default function EmbedPage() {
  const t = useTranslate()
  const { code, badge } = useLoaderData<typeof loader>()
  if (!code || !badge) return <UnknownState />
  return (
    <>
      <header className="flex flex-col items-start gap-3">
        <BackToStatus />
        <div>
          <h1 className="text-2xl font-semibold tracking-tight text-ink">{t('status:embed.title')}</h1>
          <p className="mt-1 max-w-prose text-ink-muted">{t('status:embed.lead')}</p>
        </div>
      </header>
      {KINDS.map((kind) => (
        <section key={kind} className="flex flex-col gap-2" aria-labelledby={kind}>
          <h2 id={kind} className="text-base font-semibold text-ink">
            {t(`status:embed.${kind}`)}
          </h2>
          <p className="max-w-prose text-ink-muted">{t(TEXTS[kind])}</p>
          {kind === 'badge' && (
            <p>
              <img src={`data:image/svg+xml,${encodeURIComponent(badge)}`} alt={t('status:embed.badge')} />
            </p>
          )}
          {ADDRESSES.has(kind) ? (
            <AddressList addresses={code[kind].split('\n')} />
          ) : (
            <pre className="rounded-md border border-line bg-sunken px-4 py-3 text-sm break-words whitespace-pre-wrap text-ink select-all">
              <code>{code[kind]}</code>
            </pre>
          )}
        </section>
      ))}
    </>
  )
}

const TEXTS = {
  badge: 'status:embed.badgeText',
  banner: 'status:embed.bannerText',
  frame: 'status:embed.frameText',
  feeds: 'status:embed.feedsText',
  calendar: 'status:embed.calendarText',
  api: 'status:embed.apiText',
} as const
