import { formatTime, type Instant, zoneName } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { Translate } from '#app/i18n/translate.ts'

interface Window {
  readonly from: Instant
  readonly until: Instant
}

/** A planned window: one day with two hours, or two moments. `inSentence`: after other words. */
export function windowText(
  t: Translate,
  locale: Locale,
  { from, until }: Window,
  { inSentence = false }: { inSentence?: boolean } = {},
): string {
  const dayOf = (at: Instant) => formatTime(locale, at, 'long-date')
  if (dayOf(from) !== dayOf(until)) {
    return t(inSentence ? 'maintenance:window.from' : 'status:page.from', {
      from: formatTime(locale, from, 'time', { withZone: false }),
      until: formatTime(locale, until),
    })
  }
  return t('status:page.sameDay', {
    day: dayOf(from),
    from: formatTime(locale, from, 'clock', { withZone: false }),
    until: formatTime(locale, until, 'clock', { withZone: false }),
    zone: zoneName(locale, from),
  })
}
