import { badgeSvg } from '#app/domain/snapshot/badge.ts'
import { bannerScript } from '#app/domain/snapshot/banner.ts'
import { maintenanceCalendar } from '#app/domain/snapshot/calendar.ts'
import { atomFeed, rssFeed } from '#app/domain/snapshot/feeds.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { STATUSPAGE_NAMES, statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import type { Content } from '#app/http/public-site/answer.ts'
import { LOCALES, type Locale } from '#app/i18n/locales.ts'
import { statusPath } from '#app/i18n/status-path.ts'

/** status.md: what caches may do with everything that is public. */
export const CACHE_CONTROL = 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400'

/** What any site may read. */
const OPEN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-Confirmed-At',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

export interface PublicDocument extends Content {
  readonly path: string
  /** The language it is for, where one path speaks both. */
  readonly locale?: Locale
}

/** Everything public that is no page: the API, feeds, calendar, badge and banner. Made from the snapshot alone. */
export function publicDocuments({ status }: Snapshot, freshness: Freshness): PublicDocument[] {
  const documents = statuspageDocuments(status, freshness)
  return LOCALES.flatMap((locale) => [
    ...STATUSPAGE_NAMES.map((name) => ({
      path: apiPath(name),
      locale,
      ...json(200, documents[locale][name], { ...kept(locale), Vary: 'Accept-Language' }),
    })),
    ...FILES.map(({ name, contentType, make }) => ({
      path: statusPath(locale, `/${name}`),
      status: 200,
      contentType,
      body: make(status, locale, freshness),
      headers: { ...OPEN, ...kept(locale) },
    })),
  ])
}

/** The same paths while nothing is known: nobody may keep that. */
export const unknownDocuments = (): PublicDocument[] => {
  const unknown = jsonError(503, 'The state is not known', { 'Retry-After': '5' })
  const paths = LOCALES.flatMap((locale) => FILES.map(({ name }) => statusPath(locale, `/${name}`)))
  return [...STATUSPAGE_NAMES.map(apiPath), ...paths].map((path) => ({ path, ...unknown }))
}

/** What other programs read of the status page, below its address in each language. */
const FILES = [
  { name: 'feed.atom', contentType: 'application/atom+xml; charset=utf-8', make: atomFeed },
  { name: 'feed.rss', contentType: 'application/rss+xml; charset=utf-8', make: rssFeed },
  { name: 'maintenance.ics', contentType: 'text/calendar; charset=utf-8', make: maintenanceCalendar },
  { name: 'badge.svg', contentType: 'image/svg+xml', make: badgeSvg },
  { name: 'banner.js', contentType: 'text/javascript; charset=utf-8', make: bannerScript },
]

const kept = (locale: Locale) => ({ 'Cache-Control': CACHE_CONTROL, 'Content-Language': locale })
const apiPath = (name: string) => `/api/v2/${name}.json`

/** What a client of the API reads of its own mistakes. */
export const jsonError = (status: number, error: string, headers: Record<string, string> = {}): Content =>
  json(status, JSON.stringify({ error }), { 'Cache-Control': 'no-store', ...headers })

const json = (status: number, body: string, headers: Record<string, string>): Content => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body,
  headers: { ...OPEN, ...headers },
})
