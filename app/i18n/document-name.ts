import { textIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** A document by its name, with the person where it is about one. */
export const documentName = (name: string, subject: string): string =>
  subject ? `${name} (${subject})` : name

/** The same of a row, in the reader's language. */
export const documentIn = (
  locale: Locale,
  row: { readonly nameFr: string; readonly nameEn: string; readonly subject: string },
): string => documentName(textIn(locale, row, 'name'), row.subject)
