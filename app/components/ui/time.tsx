import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { BUSINESS_ZONE, formatTime, formatUtc, type Instant, type TimeStyle } from '#app/i18n/format.ts'
import { useLocale } from '#app/i18n/use-translate.ts'

interface TimeProps {
  at: Instant
  style?: TimeStyle
  /** `visitor`: the reader's own zone, once JavaScript can tell it. Deadlines are always in Paris time. */
  zone?: 'business' | 'visitor'
  /** False where a heading or caption names the zone once for many times. */
  withZone?: boolean
}

/** A moment: in words with its zone, in UTC on hover, and for machines. */
export function Time({ at, style = 'time', zone = 'business', withZone = true }: TimeProps) {
  const locale = useLocale()
  const hydrated = useHydrated()
  const isVisitors = zone === 'visitor' && hydrated
  const name = isVisitors ? Intl.DateTimeFormat().resolvedOptions().timeZone : BUSINESS_ZONE
  return (
    <time
      className={withZone ? undefined : 'whitespace-nowrap'}
      dateTime={new Date(at).toISOString()}
      title={formatUtc(at)}
    >
      {formatTime(locale, at, style, { zone: name, withZone })}
    </time>
  )
}
