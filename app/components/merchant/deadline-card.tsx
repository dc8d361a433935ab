import { ClockTimeline, causeText } from '#app/components/clock/clock-timeline.tsx'
import { timeLeft } from '#app/components/merchant/requirement-state.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Progress } from '#app/components/ui/progress.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { LedgerLine } from '#app/domain/deadlines/schemas.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { formatDate, formatDay } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface Clock {
  deadlineAt: Date | null
  daysUsed: number | null
  daysTotal: number | null
  daysLeft: number | null
  pausedSince: Date | null
  pausedCause: string | null
}

interface DeadlineCardProps {
  /** Where the clock starts later: from and until, `YYYY-MM-DD`. */
  later: { from: string; until: string } | null
  clock: Clock
  ledger: readonly LedgerLine[]
  /** The requirement has ended: nothing runs any more. */
  ended: boolean
  bucket: DueBucket
}

/** By when, how much of the time is used, and every entry of the clock's ledger. */
export function DeadlineCard(props: DeadlineCardProps) {
  const { later, clock, ledger, ended, bucket } = props
  const t = useTranslate()
  const locale = useLocale()
  const { deadlineAt, daysUsed, daysTotal, daysLeft, pausedSince } = clock
  const running = deadlineAt !== null && daysUsed !== null && daysTotal !== null && daysLeft !== null
  const moved = running && bucket === 'currently_due' && daysLeft > daysTotal - daysUsed
  return (
    <Card title={t('requirements:page.clockTitle')}>
      <div className="flex flex-col gap-4">
        {!ended && deadlineAt && (
          <p className="text-sm text-ink-muted">
            {t('requirements:page.deadline')}
            <span className="block text-base font-semibold text-ink">
              <Time at={deadlineAt} style="long-date" />
            </span>
          </p>
        )}
        {!ended && daysUsed !== null && daysTotal !== null && (
          <Progress
            label={t('requirements:clock.label')}
            value={daysUsed}
            max={Math.max(1, daysTotal)}
            text={t('requirements:clock.amount', { used: Math.min(daysUsed, daysTotal), total: daysTotal })}
            tone={bucket === 'past_due' ? 'critical' : undefined}
          />
        )}
        <p className="text-sm text-ink">
          {ended
            ? t('requirements:clock.ended')
            : daysTotal === null
              ? later
                ? t('requirements:clock.later', {
                    from: formatDay(locale, later.from),
                    until: formatDay(locale, later.until),
                  })
                : t('requirements:clock.none')
              : pausedSince
                ? pausedText(t, locale, clock)
                : timeLeft(t, bucket, daysLeft)}
          {moved && <span className="block text-ink-muted">{t('requirements:clock.moved')}</span>}
        </p>
        {ledger.length > 0 && (
          <div className="flex flex-col gap-3 border-t border-line pt-4">
            <h3 className="text-sm font-semibold text-ink">{t('requirements:clock.ledger')}</h3>
            <ClockTimeline ledger={ledger} />
          </div>
        )}
      </div>
    </Card>
  )
}

/** "12 of 30 days used, paused since 3 March because we are checking"; what ran late is told as late. */
function pausedText(t: Translate, locale: Locale, clock: Clock): string {
  const { daysUsed, daysTotal, pausedSince, pausedCause } = clock
  const [used, total] = [daysUsed ?? 0, daysTotal ?? 0]
  const since = formatDate(locale, pausedSince ?? '')
  const cause = causeText(t, pausedCause ?? '')
  return used > total
    ? t('requirements:clock.pausedLate', { count: used - total, total, since, cause })
    : t('requirements:clock.paused', { used, total, since, cause })
}
