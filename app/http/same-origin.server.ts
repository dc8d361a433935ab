/**
 * CSRF protection without tokens in forms: a browser tells where a request that changes something comes from,
 * by `Sec-Fetch-Site` or, where it is older, by `Origin`. Either must name this site. A request with neither
 * is not from a browser that could be tricked, and carries no cookie of a victim (docs/decisions/0009).
 */
export function isSameOrigin(request: Request, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  const origin = request.headers.get('origin')
  const fetchSite = request.headers.get('sec-fetch-site')
  if (fetchSite) return fetchSite === 'same-origin' || (fetchSite === 'none' && origin !== 'null')
  if (origin) return origin === new URL(publicUrl).origin || origin === new URL(request.url).origin
  return !request.headers.has('cookie')
}
