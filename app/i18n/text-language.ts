import type { Locale } from '#app/i18n/locales.ts'

/** Words that hold sentences together, and that the other language does not have. */
const WORDS: Readonly<Record<Locale, ReadonlySet<string>>> = {
  fr: new Set(
    'le la les du des un une est sont et ou pour par avec sans dans sur au aux ne pas plus que qui ce cette ces nous vous vos votre notre nos il elle tout comme après été être depuis'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the is are and or for by with without in of to at not we you your our this that these been be has have was were will some all since from'.split(
      ' ',
    ),
  ),
}

/** Fewer tell nothing: "La Réunion" and "Est. 2 h" stand in English sentences too. */
const WORDS_NEEDED = 2

/** The language of a text by its small words; null where they do not tell for certain, as of most names. */
export function languageOfText(text: string): Locale | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const [fr, en] = (['fr', 'en'] as const).map(
    (locale) => words.filter((word) => WORDS[locale].has(word)).length,
  )
  if (fr && fr >= WORDS_NEEDED && !en) return 'fr'
  if (en && en >= WORDS_NEEDED && !fr) return 'en'
  return null
}

/**
 * What `lang` a text needs that stands on a page in `locale`: none where it was written for that page. One that was
 * written in a single language stands in both, and nothing keeps in which it was: its words tell.
 */
export function foreignLanguage(texts: Readonly<Record<Locale, string>>, locale: Locale): Locale | undefined {
  if (texts.fr !== texts.en) return undefined
  const language = languageOfText(texts[locale])
  return language && language !== locale ? language : undefined
}
