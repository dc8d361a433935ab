import type { Locale } from '#app/i18n/locales.ts'

const NARROW_NO_BREAK_SPACE = '\u202f'

/**
 * Sets a text as a typographer would: curly apostrophes, and in French a narrow no-break space before
 * : ; ? ! » and % and after «. Texts are written with plain spaces and straight apostrophes.
 */
export function typeset(locale: Locale, text: string): string {
  const curly = text.replace(/(\p{L}|\})'(?=\p{L}|\{)/gu, '$1’')
  if (locale === 'en') return curly
  return curly.replace(/ (?=[:;?!»%])/g, NARROW_NO_BREAK_SPACE).replace(/« /g, `«${NARROW_NO_BREAK_SPACE}`)
}

/** `typeset` on every text of a tree of texts. */
export function typesetTree<T extends object>(locale: Locale, tree: T): T {
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    typeof value === 'string' ? typeset(locale, value) : typesetTree(locale, value as object),
  ])
  return Object.fromEntries(entries) as T
}
