import { localeCookie, themeCookie } from '#app/http/cookies.server.ts'

export type Locale = 'fr' | 'en'
export type Theme = 'light' | 'dark' | 'system'

const isLocale = (value: unknown): value is Locale => value === 'fr' || value === 'en'

/** The reader's language: chosen (cookie), signed-in user's, the browser's, else French. */
export async function readLocale(request: Request, ofUser: Locale | null): Promise<Locale> {
  const { pathname } = new URL(request.url)
  if (/^\/status(\/|$)/.test(pathname)) {
    const inPath = statusLocale(pathname)
    if (inPath) return inPath
  }
  const chosen: unknown = await localeCookie.parse(request.headers.get('cookie'))
  if (isLocale(chosen)) return chosen
  return ofUser ?? acceptedLocale(request.headers.get('accept-language'))
}

/** `/status/en/…` is English; `/status` itself is French; other status pages follow the reader. */
function statusLocale(pathname: string): Locale | null {
  if (/^\/status\/en(\/|$)/.test(pathname)) return 'en'
  return /^\/status\/?$/.test(pathname) ? 'fr' : null
}

/** The best of French and English by the browser's own weights. */
export function acceptedLocale(header: string | null): Locale {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = parameters.map((p) => /^\s*q=([0-9.]+)/.exec(p)?.[1]).find(Boolean)
    return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) }
  })
  const weightOf = (language: Locale) =>
    Math.max(0, ...wishes.filter((w) => w.language === language).map((w) => w.weight || 0))
  return weightOf('en') > weightOf('fr') ? 'en' : 'fr'
}

export async function readTheme(request: Request): Promise<Theme> {
  const chosen: unknown = await themeCookie.parse(request.headers.get('cookie'))
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}
