import type { Locale } from '#app/i18n/locales.ts'

/** The name of a document type in the reader's language. */
export const typeName = (locale: Locale, type: { readonly nameFr: string; readonly nameEn: string }) =>
  locale === 'fr' ? type.nameFr : type.nameEn
