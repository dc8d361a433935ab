import { RemixI18Next } from 'remix-i18next/server'
import { localeCookie, themeCookie } from '#app/http/cookies.server.ts'
import { isLocale, type Locale } from '#app/i18n/locales.ts'

export type Theme = 'light' | 'dark' | 'system'

/** The reader's language: chosen (cookie), signed-in user's, the browser's, else French. */
export async function readLocale(request: Request, ofUser: Locale | null): Promise<Locale> {
  const { pathname, searchParams } = new URL(request.url)
  if (/^\/status(\/|$)/.test(pathname)) {
    const inAddress = statusLocale(pathname) ?? searchParams.get('lang')
    if (isLocale(inAddress)) return inAddress
  }
  const chosen: unknown = await localeCookie.parse(request.headers.get('cookie'))
  if (isLocale(chosen)) return chosen
  return ofUser ?? (await acceptedLocale(request))
}

/**
 * `/status/en/…` is English; `/status`, its history and its incidents are French, so that one address is one page
 * for every cache; subscription pages follow the reader, or `?lang=` as in their mails.
 */
function statusLocale(pathname: string): Locale | null {
  if (/^\/status\/en(\/|$)/.test(pathname)) return 'en'
  return /^\/status\/(subscribe|confirm|subscription)(\/|$)/.test(pathname) ? null : 'fr'
}

const accepted = new RemixI18Next({
  detection: { supportedLanguages: ['en', 'fr'], fallbackLanguage: 'fr', order: ['header'] },
})

/** The best of French and English by the browser's own weights; French when it asks for neither. */
async function acceptedLocale(request: Request): Promise<Locale> {
  return (await accepted.getLocale(request)) === 'en' ? 'en' : 'fr'
}

export async function readTheme(request: Request): Promise<Theme> {
  const chosen: unknown = await themeCookie.parse(request.headers.get('cookie'))
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}
