import type { Locale } from '#app/i18n/locales.ts'

const NARROW_NO_BREAK_SPACE = '\u202f'
const NO_BREAK_SPACE = '\u00a0'

/** What is counted, written short: it stays on the line of its number. */
const BEFORE_UNIT = /(?<=[\d}]) (?=(?:Ko|Mo|KB|MB|h|min|s|ms|j|d|ppp|dpi)(?![\p{L}\d'’]))/gu
const IN_NUMBER = /(?<=\d) (?=\d{3}(?!\d))/g

/**
 * Sets a text as a typographer would: curly apostrophes and English quotes, spaces that do not break inside
 * numbers and before their units, and in French a narrow one before : ; ? ! » and % and after «. Texts are
 * written with plain spaces and straight apostrophes.
 */
export function typeset(locale: Locale, text: string): string {
  const curly = text
    .replace(/(\p{L}|\})'(?=\p{L}|\{)/gu, '$1’')
    .replace(IN_NUMBER, NARROW_NO_BREAK_SPACE)
    .replace(BEFORE_UNIT, NO_BREAK_SPACE)
  if (locale === 'en') return curly.replace(/"([^"]+)"/g, '“$1”')
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
