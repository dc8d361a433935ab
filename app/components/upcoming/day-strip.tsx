import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { UpcomingDay } from '#app/domain/sweep/schemas.ts'
import { formatEstimate, formatNumber, formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

function Notices({ notices }: UpcomingDay) {
  const t = useTranslate()
  const locale = useLocale()
  if (!notices) return t('upcoming:days.uncounted')
  const { number: count, isEstimate } = notices
  if (count === 0) return t(isEstimate ? 'upcoming:days.fewNotices' : 'upcoming:days.noNotices')
  return isEstimate
    ? t('upcoming:days.aboutNotices', { number: formatEstimate(locale, count) })
    : t('upcoming:days.notices', { count, number: formatNumber(locale, count) })
}

/** The seven days, each a link to its list, with what the breaker would make of it. */
export function DayStrip({ days, shown }: { days: readonly UpcomingDay[]; shown: string }) {
  const t = useTranslate()
  return (
    <nav aria-label={t('upcoming:days.title')}>
      <ol className="grid grid-cols-2 gap-2 md:grid-cols-4 xl:grid-cols-7">
        {days.map((day, index) => (
          <li key={day.day}>
            <DayLink day={day} isToday={index === 0} isShown={day.day === shown} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function DayLink({ day, isToday, isShown }: { day: UpcomingDay; isToday: boolean; isShown: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Link
      to={`/upcoming?day=${day.day}`}
      aria-current={isShown ? 'true' : undefined}
      className={clsx(
        'flex h-full min-h-24 flex-col gap-1 rounded-lg border p-3 text-sm',
        isShown ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:bg-hover',
      )}
    >
      <span className="flex flex-col">
        <span className="font-medium text-ink first-letter:uppercase">
          {isToday ? t('upcoming:days.today') : formatTime(locale, day.at, 'weekday')}
        </span>
        <span className="text-xs text-ink-muted">{formatTime(locale, day.at, 'day')}</span>
      </span>
      <span className="flex items-baseline gap-1.5">
        <span
          className={clsx('tabular text-xl font-semibold', day.accounts > 0 ? 'text-ink' : 'text-ink-muted')}
        >
          {formatNumber(locale, day.accounts)}
        </span>
        <span className="text-xs text-ink-muted">{t('upcoming:days.accounts', { count: day.accounts })}</span>
      </span>
      <span className="tabular text-xs text-ink-muted">
        <Notices {...day} />
      </span>
      {day.runAccounts > 0 && (
        <span className="mt-auto flex flex-wrap items-center gap-x-2 gap-y-1">
          {day.runAccounts > day.accounts && (
            <span className="text-xs text-ink-muted">
              {t('upcoming:days.carried', { count: day.runAccounts })}
            </span>
          )}
          {day.held ? (
            <StatusPill tone="caution">{t('upcoming:days.held')}</StatusPill>
          ) : (
            <StatusPill tone="neutral">{t('upcoming:days.within')}</StatusPill>
          )}
        </span>
      )}
    </Link>
  )
}
