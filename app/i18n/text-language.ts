import type { Locale } from '#app/i18n/locales.ts'

/** Words that hold sentences together, and that the other language does not have. */
const WORDS: Readonly<Record<Locale, ReadonlySet<string>>> = {
  fr: new Set(
    'le la les du des un une est sont et ou pour par avec sans dans sur au aux ne pas plus que qui ce cette ces nous vous vos votre notre nos été être depuis'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the is are and or for by with without in of to at not we you your our this that these been be has have was were will since from'.split(
      ' ',
    ),
  ),
}

/** The language of a text by its small words; null where they do not tell, as of a name. */
export function languageOfText(text: string): Locale | null {
  let lead = /[àâçéèêëîïôœùû]/i.test(text) ? 1 : 0
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    if (WORDS.fr.has(word)) lead += 1
    if (WORDS.en.has(word)) lead -= 1
  }
  return lead > 0 ? 'fr' : lead < 0 ? 'en' : null
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
