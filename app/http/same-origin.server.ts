/** Where a request comes from, as Remix's and express's both tell it. */
interface Origin {
  readonly method: string
  /** A header by its lower-case name. */
  header(name: string): string | null
  /** The host that the request was sent to. */
  readonly host: string
}

/**
 * CSRF protection without tokens in forms: a browser tells where a request that changes something comes from,
 * by `Sec-Fetch-Site` or, where it is older, by `Origin`. Either must name this site. A request with neither
 * is not from a browser that could be tricked, and carries no cookie of a victim (docs/decisions/0009).
 */
export function isSameOrigin({ method, header, host }: Origin, publicUrl: string): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  const origin = header('origin')
  const fetchSite = header('sec-fetch-site')
  if (fetchSite) return fetchSite === 'same-origin' || (fetchSite === 'none' && origin !== 'null')
  if (origin) return [new URL(publicUrl).origin, `http://${host}`, `https://${host}`].includes(origin)
  return !header('cookie')
}
