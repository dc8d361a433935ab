import { timeLeft } from '#app/components/merchant/requirement-state.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Progress } from '#app/components/ui/progress.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { DueBucket } from '#app/domain/requirements/schemas.ts'
import { formatDate, formatDay } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Clock {
  deadlineAt: Date | null
  daysUsed: number | null
  daysTotal: number | null
  daysLeft: number | null
  pausedSince: Date | null
  pausedCause: string | null
}

interface LedgerLine {
  id: number
  kind: 'started' | 'paused' | 'resumed' | 'extended' | 'set'
  at: Date
  days: number | null
  cause: string
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
export function DeadlineCard({ later, clock, ledger, ended, bucket }: DeadlineCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { deadlineAt, daysUsed, daysTotal, daysLeft, pausedSince, pausedCause } = clock
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
                ? t('requirements:clock.paused', {
                    used: daysUsed,
                    total: daysTotal,
                    since: formatDate(locale, pausedSince),
                    cause: causeText(t, pausedCause ?? ''),
                  })
                : timeLeft(t, bucket, daysLeft)}
          {moved && <span className="block text-ink-muted">{t('requirements:clock.moved')}</span>}
        </p>
        {ledger.length > 0 && (
          <Timeline
            entries={[...ledger].reverse().map(({ id, kind, at, days, cause }) => ({
              id: String(id),
              title: t(`requirements:clock.kind.${kind}`, { count: days ?? 0 }),
              at: <Time at={at} style="date" />,
              by: causeText(t, cause),
            }))}
          />
        )}
      </div>
    </Card>
  )
}

const CAUSES = [
  'requested',
  'submitted',
  'rejected',
  'intake_failed',
  'fair_clock',
  'department_changed',
  'renewal',
] as const

/** A known cause in the reader's language; anything else is the officer's own sentence. */
function causeText(t: Translate, cause: string): string {
  const known = CAUSES.find((one) => one === cause)
  return known ? t(`requirements:clock.cause.${known}`) : cause
}
