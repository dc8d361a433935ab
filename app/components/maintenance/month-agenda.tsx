import { Plus } from 'lucide-react'
import type { DayView } from '#app/components/maintenance/calendar-types.ts'
import { CalendarWindow } from '#app/components/maintenance/calendar-window.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The days of a month on which something is, one below the other; below 768 px. */
export function MonthAgenda({ days }: { days: readonly DayView[] }) {
  const t = useTranslate()
  const busy = days.filter(({ inMonth, windows, holiday }) => inMonth && (windows.length > 0 || holiday))
  const isFree = busy.every(({ windows }) => windows.length === 0)
  return (
    <div className="flex flex-col gap-4 md:hidden">
      {isFree && <p className="text-base text-ink-muted">{t('maintenance:calendar.empty')}</p>}
      {busy.length > 0 && <Days days={busy} />}
    </div>
  )
}

function Days({ days }: { days: readonly DayView[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface shadow-low">
      {days.map((day) => {
        const name = formatTime(locale, `${day.day}T12:00:00Z`, 'long-date')
        return (
          <li key={day.day} className="flex flex-col gap-2 px-4 py-3">
            <div className="flex items-center justify-between gap-2">
              <h3
                className="text-sm font-medium text-ink first-letter:uppercase"
                aria-current={day.isToday ? 'date' : undefined}
              >
                <time dateTime={day.day}>{name}</time>
                {day.isToday && <> · {t('maintenance:calendar.today')}</>}
              </h3>
              {day.canPlan && (
                <LinkButton
                  to={`/desk/maintenances/new?day=${day.day}`}
                  variant="quiet"
                  size="small"
                  aria-label={t('maintenance:calendar.planOn', { day: name })}
                >
                  <Plus className="size-4" aria-hidden />
                </LinkButton>
              )}
            </div>
            {day.holiday && <p className="text-sm text-caution">{day.holiday}</p>}
            {day.windows.map((window) => (
              <CalendarWindow key={window.id} window={window} />
            ))}
          </li>
        )
      })}
    </ol>
  )
}
