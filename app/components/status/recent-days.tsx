import { EventSummary } from '#app/components/status/event-card.tsx'
import { isOver } from '#app/components/status/tones.ts'
import type { StretchView } from '#app/components/status/types.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Days with what happened on them; quiet days that follow one another are one line. */
export function RecentDays({ stretches }: { stretches: readonly StretchView[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const words = (day: string) => formatTime(locale, `${day}T12:00:00Z`, 'long-date')
  return (
    <ol className="flex flex-col divide-y divide-line border-y border-line">
      {stretches.map(({ from, until, events }) => (
        <li key={until} className="flex flex-col gap-3 py-4">
          <h3 className="text-sm font-medium text-ink-muted first-letter:uppercase">
            {from === until
              ? words(from)
              : t('status:page.quietDays', { from: words(from), until: words(until) })}
          </h3>
          {events.length === 0 && <p className="text-base text-ink-muted">{t('status:page.quietDay')}</p>}
          {events.map((event) => (
            <EventSummary key={event.id} event={event} level={4} short={!isOver(event.status)} />
          ))}
        </li>
      ))}
    </ol>
  )
}
