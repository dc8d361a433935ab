import type { Locale } from '#app/i18n/locales.ts'

/** The zone of the business: deadlines and windows are counted in it. */
export const BUSINESS_ZONE = 'Europe/Paris'

export type Instant = string | number | Date

/**
 * `time`: date and time with the zone named. `date`, `long-date`, `day` (without its year): the day alone.
 * `month`: with its year. `weekday`: its name. `clock`: hour and minute alone.
 */
export type TimeStyle = 'time' | 'date' | 'long-date' | 'day' | 'month' | 'weekday' | 'clock'

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  'long-date': { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  day: { day: 'numeric', month: 'long' },
  month: { month: 'long', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'long' },
}

/** The name of a zone as said after a time: "heure de Paris", "Paris time", else the offset and the city. */
export function zoneName(locale: Locale, at: Instant, zone = BUSINESS_ZONE): string {
  if (zone === BUSINESS_ZONE) return locale === 'fr' ? 'heure de Paris' : 'Paris time'
  const parts = new Intl.DateTimeFormat(TAGS[locale], { timeZone: zone, timeZoneName: 'shortOffset' })
  const offset = parts.formatToParts(new Date(at)).find((part) => part.type === 'timeZoneName')?.value ?? zone
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ')
  return city && city !== offset ? `${city}, ${offset}` : offset
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a hundred times what using it does; languages, styles and zones are few. */
function formatter(locale: Locale, style: TimeStyle, zone: string): Intl.DateTimeFormat {
  const key = `${locale} ${style} ${zone}`
  const known =
    formatters.get(key) ?? new Intl.DateTimeFormat(TAGS[locale], { ...STYLES[style], timeZone: zone })
  formatters.set(key, known)
  return known
}

/** French counts the first day of a month where it is written out; the formatter does not. */
const IN_WORDS: ReadonlySet<TimeStyle> = new Set(['long-date', 'day'])
const FIRST_OF_MONTH = /\b1(?= \p{L})/u

/** A moment in words. Styles with an hour name their zone, unless `withZone` is false (a column that says it once). */
export function formatTime(
  locale: Locale,
  at: Instant,
  style: TimeStyle = 'time',
  { zone = BUSINESS_ZONE, withZone = true }: { zone?: string; withZone?: boolean } = {},
): string {
  const written = formatter(locale, style, zone).format(new Date(at))
  const text = locale === 'fr' && IN_WORDS.has(style) ? written.replace(FIRST_OF_MONTH, '1er') : written
  const hasHour = style === 'time' || style === 'clock'
  return hasHour && withZone ? `${text} (${zoneName(locale, at, zone)})` : text
}

/** The day alone, in the zone of the business. */
export const formatDate = (locale: Locale, at: Instant) => formatTime(locale, at, 'date')

/** A calendar day, `YYYY-MM-DD`, written out: "vendredi 12 mars 2027". */
export const formatDay = (locale: Locale, day: string) => formatTime(locale, `${day}T12:00:00Z`, 'long-date')

/** "2026-03-03 14:05:00 UTC", for the title of a time. */
export const formatUtc = (at: Instant) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

export const formatNumber = (locale: Locale, value: number) =>
  new Intl.NumberFormat(TAGS[locale]).format(value)

/** A number that is not known to the last digit: two of them say what is known. */
export const formatEstimate = (locale: Locale, value: number) =>
  new Intl.NumberFormat(TAGS[locale], { maximumSignificantDigits: 2 }).format(value)

/** `ratio` from 0 to 1. */
export const formatPercent = (locale: Locale, ratio: number, digits = 0) =>
  new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: digits }).format(ratio)

const BYTE_UNITS = { fr: ['o', 'Ko', 'Mo', 'Go'], en: ['B', 'KB', 'MB', 'GB'] } as const

/** A size as people read it: "4,2 Mo". A megabyte is 1,024 × 1,024 bytes, as the upload limit counts it. */
export function formatBytes(locale: Locale, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  const digits = power > 0 && value < 10 ? 1 : 0
  const text = new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: digits }).format(value)
  return `${text}\u00a0${BYTE_UNITS[locale][power]}`
}

/** "a, b et c" */
export const formatList = (locale: Locale, items: readonly string[]) =>
  new Intl.ListFormat(TAGS[locale], { type: 'conjunction' }).format(items)
