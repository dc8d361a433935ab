import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import type { DayView } from '#app/components/maintenance/calendar-types.ts'
import { CalendarWindow } from '#app/components/maintenance/calendar-window.tsx'
import { WEEKDAYS } from '#app/domain/maintenance/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import { weekdayName } from '#app/i18n/recurrence.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface MonthGridProps {
  caption: string
  weeks: readonly (readonly DayView[])[]
}

/** A month as weeks from Monday to Sunday; from 768 px on. */
export function MonthGrid({ caption, weeks }: MonthGridProps) {
  const locale = useLocale()
  return (
    <table className="hidden w-full table-fixed border-collapse rounded-lg bg-surface shadow-low md:table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th
              key={weekday}
              scope="col"
              className="h-9 border border-line bg-sunken px-2 text-left text-xs font-medium text-ink-muted"
            >
              {weekdayName(locale, weekday)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map((day) => (
              <DayCell key={day.day} day={day} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayCell({ day }: { day: DayView }) {
  const t = useTranslate()
  const locale = useLocale()
  const longName = formatTime(locale, `${day.day}T12:00:00Z`, 'long-date')
  return (
    <td
      aria-current={day.isToday ? 'date' : undefined}
      className={clsx('group h-28 border border-line p-1.5 align-top', !day.inMonth && 'bg-sunken')}
    >
      <div className="flex items-center justify-between gap-1">
        <time
          dateTime={day.day}
          className={clsx(
            'tabular flex size-6 items-center justify-center rounded-full text-xs',
            day.isToday
              ? 'bg-accent font-semibold text-on-accent'
              : day.inMonth
                ? 'text-ink'
                : 'text-ink-muted',
          )}
        >
          <span aria-hidden>{Number(day.day.slice(8))}</span>
          <span className="sr-only">{longName}</span>
        </time>
        {day.canPlan && (
          <Link
            to={`/desk/maintenances/new?day=${day.day}`}
            aria-label={t('maintenance:calendar.planOn', { day: longName })}
            title={t('maintenance:calendar.planOn', { day: longName })}
            className="flex size-6 items-center justify-center rounded-sm text-ink-muted opacity-0 group-hover:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
          >
            <Plus className="size-4" aria-hidden />
          </Link>
        )}
      </div>
      {day.holiday && <p className="mt-0.5 text-xs text-caution">{day.holiday}</p>}
      {day.windows.length > 0 && (
        <ul className="mt-1 flex flex-col gap-1">
          {day.windows.map((window) => (
            <li key={window.id}>
              <CalendarWindow window={window} />
            </li>
          ))}
        </ul>
      )}
    </td>
  )
}
