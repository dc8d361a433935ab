import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { LedgerLine } from '#app/domain/deadlines/schemas.ts'
import { formatDate, formatTime } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Everything that moved a deadline, newest first: what, when in Paris, and why in words. */
export function ClockTimeline({ ledger }: { ledger: readonly LedgerLine[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Timeline
      entries={[...ledger].reverse().map((line) => ({
        id: String(line.id),
        tone: line.outage ? ('info' as const) : undefined,
        title: happened(t, locale, line),
        at: <Time at={line.at} style="date" />,
        by: reason(t, locale, line),
      }))}
    />
  )
}

function happened(t: Translate, locale: Locale, { kind, days, date }: LedgerLine): string {
  if (kind === 'set') return t('requirements:clock.kind.set', { date: formatDate(locale, date ?? '') })
  return t(`requirements:clock.kind.${kind}`, { count: days ?? 0 })
}

/** Why, as a clause: what an officer wrote is said to be the team's word, whatever words it uses. */
function reason(t: Translate, locale: Locale, { kind, cause, outage }: LedgerLine): string {
  if (outage) return outageText(t, locale, outage)
  return kind === 'extended' ? t('requirements:clock.cause.team', { reason: cause }) : causeText(t, cause)
}

function outageText(t: Translate, locale: Locale, { from, until }: { from: Date; until: Date }): string {
  const [first, last] = [from, until].map((at) => formatTime(locale, at, 'day')) as [string, string]
  return first === last
    ? t('requirements:clock.cause.outageDay', { day: first })
    : t('requirements:clock.cause.outageDays', { from: first, until: last })
}

const CAUSES = [
  'requested',
  'submitted',
  'rejected',
  'intake_failed',
  'approved',
  'department_changed',
  'renewal',
] as const

/** A known cause in the reader's language; anything else as it was written. */
export function causeText(t: Translate, cause: string): string {
  const known = CAUSES.find((one) => one === cause)
  return known ? t(`requirements:clock.cause.${known}`) : cause
}
