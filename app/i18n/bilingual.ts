import type { Locale } from '#app/i18n/locales.ts'

type Columns<Field extends string> = { readonly [Column in `${Field}Fr` | `${Field}En`]: string }

/** A text that a row keeps in two columns, such as `nameFr` and `nameEn`. */
export const textsOf = <Field extends string>(row: Columns<Field>, field: Field) => ({
  fr: row[`${field}Fr`],
  en: row[`${field}En`],
})

/** The same in the reader's language. */
export const textIn = <Field extends string>(locale: Locale, row: Columns<Field>, field: Field): string =>
  textsOf(row, field)[locale]
