import type { IncomingMessage } from 'node:http'
import { acceptedLanguage } from '#app/http/public-site/negotiate.ts'
import { isLocale, type Locale } from '#app/i18n/locales.ts'

/** Public paths in any spelling that a router might take for one of them. */
const PUBLIC = /^\/+(status|api\/+v2)(?=[/.?#]|$)/i

/** The common spelling is seen at once; others are read as a router would read them. */
export function isPublic(url: string): boolean {
  return PUBLIC.test(url) || (url.includes('%') && PUBLIC.test(decoded(pathOf(url)) ?? ''))
}

/** A host as a browser writes it, whatever its letters, its dot at the end or its port look like. */
export function hostOf(header: string): string {
  const url = `http://${header}`
  return URL.canParse(url) ? new URL(url).host.replace(/\.(?=:|$)/, '') : ''
}

/** The path as text; null for one that is no valid UTF-8. */
export function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Without the query, and without a slash at its end: nobody's link breaks by one. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** The language asked for: `?locale=` (or `?lang=`) before the browser's. */
export function languageOf({ url = '', headers }: IncomingMessage): Locale {
  const asked = url.includes('?') ? /[?&](?:locale|lang)=(fr|en)(?:&|$)/.exec(url)?.[1] : undefined
  return isLocale(asked) ? asked : acceptedLanguage(headers['accept-language'])
}
