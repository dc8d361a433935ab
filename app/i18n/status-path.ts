import type { Locale } from '#app/i18n/locales.ts'

/** Status pages carry their language in the path, so that caches and readers without cookies get the right one. */
export const statusPath = (locale: Locale, rest = '') => `/status${locale === 'en' ? '/en' : ''}${rest}`
export const incidentPath = (id: string, locale: Locale) => statusPath(locale, `/incidents/${id}`)
export const groupPath = (id: string, locale: Locale, page = 1) =>
  statusPath(locale, `/groups/${id}${page > 1 ? `/${page}` : ''}`)
