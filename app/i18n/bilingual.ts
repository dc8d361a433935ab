import type { Locale } from '#app/i18n/locales.ts'

export interface Bilingual {
  readonly fr: string
  readonly en: string
}

/** What a publisher wrote. A text of one language stands in both, and says which one that is. */
export interface WrittenText extends Bilingual {
  /** Left out where it was written in both, and where nobody knows. */
  readonly writtenIn?: Locale
}

type Columns<Field extends string> = { readonly [Column in `${Field}Fr` | `${Field}En`]: string }
type LanguageColumn<Field extends string> = { readonly [Column in `${Field}WrittenIn`]: Locale | null }
type WrittenColumns<Field extends string> = Columns<Field> & LanguageColumn<Field>

/** A text that a row keeps in two columns, such as `nameFr` and `nameEn`. */
export const textsOf = <Field extends string>(row: Columns<Field>, field: Field): Bilingual => ({
  fr: row[`${field}Fr`],
  en: row[`${field}En`],
})

/** The same in the reader's language. */
export const textIn = <Field extends string>(locale: Locale, row: Columns<Field>, field: Field): string =>
  textsOf(row, field)[locale]

/** A text beside which the row keeps in which language it was written, such as `nameWrittenIn`. */
export function writtenText<Field extends string>(row: WrittenColumns<Field>, field: Field): WrittenText {
  const texts = textsOf(row, field)
  const { [`${field}WrittenIn` as const]: writtenIn }: LanguageColumn<Field> = row
  // A process of a version that does not know the column may have written another text into one of the two.
  return writtenIn && texts.fr === texts.en ? { ...texts, writtenIn } : texts
}

/** The columns that keep a text. */
export const columnsOf = <Field extends string>(field: Field, text: WrittenText) =>
  ({
    [`${field}Fr`]: text.fr,
    [`${field}En`]: text.en,
    [`${field}WrittenIn`]: text.writtenIn ?? null,
  }) as WrittenColumns<Field>

/** What was typed, as the fields of its form: nothing in the language in which it merely stands. */
export function asTyped<Field extends string>(row: WrittenColumns<Field>, field: Field) {
  const { fr, en, writtenIn } = writtenText(row, field)
  return {
    [`${field}Fr`]: writtenIn === 'en' ? undefined : fr,
    [`${field}En`]: writtenIn === 'fr' ? undefined : en,
  } as Partial<Columns<Field>>
}

/** The `lang` of a text on a page in `locale`: none where it was written for that page, or nobody knows. */
export const langIn = ({ writtenIn }: WrittenText, locale: Locale): Locale | undefined =>
  writtenIn === locale ? undefined : writtenIn
