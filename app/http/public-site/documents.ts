import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import { STATUSPAGE_NAMES, statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import type { Content } from '#app/http/public-site/answer.ts'
import type { Snapshot } from '#app/http/snapshot-holder.ts'
import type { Locale } from '#app/i18n/locales.ts'

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

/** Everything public that is no page: the API, at its own paths. Made from the snapshot alone. */
export function publicDocuments({ status }: Snapshot, freshness: Freshness): PublicDocument[] {
  const documents = statuspageDocuments(status, freshness)
  return (['fr', 'en'] as const).flatMap((locale) =>
    STATUSPAGE_NAMES.map((name) => ({
      path: apiPath(name),
      locale,
      ...json(200, documents[locale][name], {
        'Cache-Control': CACHE_CONTROL,
        'Content-Language': locale,
        Vary: 'Accept-Language',
      }),
    })),
  )
}

/** The same paths while nothing is known: nobody may keep that. */
export const unknownDocuments = (): PublicDocument[] =>
  STATUSPAGE_NAMES.map((name) => ({
    path: apiPath(name),
    ...jsonError(503, 'The state is not known', { 'Retry-After': '5' }),
  }))

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
