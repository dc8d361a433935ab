import { STATUSPAGE_NAMES, type StatuspageName } from '#app/domain/snapshot/statuspage.ts'
import { acceptedLocale } from '#app/http/locale.server.ts'
import { type PublicArgs, publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { isLocale } from '#app/i18n/locales.ts'

const METHODS = 'GET, HEAD, OPTIONS'

/** Everything below /api/v2: Atlassian Statuspage's API, from memory. */
export const loader = publicLoader((args) => answer(args))

/** No method changes anything here. */
export const action = publicLoader(() => json(405, { error: 'Method Not Allowed' }, { Allow: METHODS }))

async function answer({ request, params, url, snapshot }: PublicArgs): Promise<Response> {
  if (request.method === 'OPTIONS') {
    return new Response(null, {
      status: 204,
      headers: { ...cors, 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Max-Age': '86400' },
    })
  }
  const name = nameOf(params['*'])
  if (!name) return json(404, { error: 'Not Found' })
  if (!snapshot) return json(503, { error: 'The state is not known' }, { 'Retry-After': '5' })
  const wished = url.searchParams.get('locale')
  const locale = isLocale(wished) ? wished : await acceptedLocale(request)
  const { body, etag } = snapshot.documents[locale][name]
  const headers = {
    ...cors,
    ...publicHeaders(snapshot),
    ETag: etag,
    Vary: 'Accept-Language',
    'Content-Language': locale,
    'Content-Type': 'application/json; charset=utf-8',
    'X-Confirmed-At': snapshot.confirmedAt.toISOString(),
  }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers })
}

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-Confirmed-At',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...cors, ...headers } })
}

function nameOf(path: string | undefined): StatuspageName | undefined {
  return STATUSPAGE_NAMES.find((name) => path === `${name}.json`)
}

/** If-None-Match compares weakly: a cache that compressed the answer may have marked the tag as weak. */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
}
