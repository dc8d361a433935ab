import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Repeat } from 'lucide-react'
import type { WindowView } from '#app/components/maintenance/calendar-types.ts'
import { eventLook } from '#app/components/status/tones.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { TONE_SHEET } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A maintenance on a day of the calendar: when, what, and how it stands where that is not plain. */
export function CalendarWindow({ window }: { window: WindowView }) {
  const t = useTranslate()
  const { id, name, lang, status, cancelled, inSeries, time } = window
  const { tone } = eventLook({ kind: 'maintenance', impact: 'maintenance', status })
  return (
    <Link
      to={`/desk/maintenances/${id}`}
      className={clsx(
        'block rounded-sm border px-2 py-1.5 text-sm text-ink hover:border-line-control md:px-1.5 md:py-1 md:text-xs',
        TONE_SHEET[tone],
      )}
    >
      <span className="tabular flex items-center gap-1 text-ink-muted">
        {time}
        {inSeries && <Repeat className="size-3 shrink-0" aria-label={t('maintenance:series.marked')} />}
      </span>
      <span className={clsx('block font-medium break-words', cancelled && 'text-ink-muted line-through')}>
        <bdi lang={lang}>{name}</bdi>
      </span>
      {status !== 'scheduled' && (
        <span className="block text-ink-muted">{eventStateName(t, { status, cancelled })}</span>
      )}
    </Link>
  )
}
