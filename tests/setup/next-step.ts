import type { Locale } from '#app/i18n/index.ts'
import type { Shown } from '#tests/setup/render.tsx'

/** A part of a page that stands for itself: a card, a row, or the whole. */
export interface Part {
  readonly text: string
  readonly links: readonly string[]
  readonly hasForm: boolean
}

export const partOf = (html: string): Part => ({
  text: html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim(),
  links: [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href ?? ''),
  hasForm: /<form\b/.test(html),
})

/** The cards of payments and payouts, which come first, and the rows of what is asked. */
export const cardsOf = ({ html }: Shown): Part[] =>
  [...html.matchAll(/<section.*?<\/section>/gs)].slice(0, 2).map(([text]) => partOf(text))
export const rowsOf = ({ html }: Shown): Part[] =>
  [...html.matchAll(/<li.*?<\/li>/gs)].map(([text]) => partOf(text))

const MONTHS = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
}
/** How each language says that our team acts by a day, and that this day is over. */
const PROMISED = {
  fr: /(?:[Nn]otre équipe|Elle) (?:vous répond|refait le point) au plus tard le \p{L}+ (\d+)(?:er)? (\p{L}+) (\d{4})/gu,
  en: /(?:Our team|It) (?:answers|looks at it again) by \p{L}+,? (\d+) (\p{L}+) (\d{4})/gu,
}
const PASSED = {
  fr: /devait (?:vous répondre|refaire le point) au plus tard le \p{L}+ (\d+)(?:er)? (\p{L}+) (\d{4})/gu,
  en: /was to (?:answer|look at it again) by \p{L}+,? (\d+) (\p{L}+) (\d{4})/gu,
}
export const NOTHING = {
  fr: /Rien à faire (?:de votre part|pour l.instant)|C.est réglé/,
  en: /Nothing (?:for you to do|to do for now)|Settled/,
}

/** Days on which a text says that we act, and those that it admits to be over; `YYYY-MM-DD`. */
export function promisesIn(text: string, locale: Locale): { ahead: string[]; over: string[] } {
  const days = (pattern: RegExp) =>
    [...text.replace(/\u00a0|\u202f/g, ' ').matchAll(pattern)].map(([, day = '', month = '', year = '']) => {
      const number = MONTHS[locale].indexOf(month) + 1
      return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
    })
  return { ahead: days(PROMISED[locale]), over: days(PASSED[locale]) }
}

/** What is untrue of the promises in a text on `today`, `YYYY-MM-DD`: kept open although over, or admitted too early. */
export function untruePromises({ text, links }: Part, locale: Locale, today: string): string[] {
  const { ahead, over } = promisesIn(text, locale)
  return [
    ...ahead.filter((day) => day < today).map((day) => `promises ${day}, which is over`),
    ...over.filter((day) => day >= today).map((day) => `says that ${day} is over`),
    ...(over.length > 0 && !text.includes('@') && !links.some((link) => link.startsWith('mailto:'))
      ? ['late, and nobody to write to']
      : []),
  ]
}
