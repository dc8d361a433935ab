import { clsx } from 'clsx'
import { AndComponents, type DeskEvent, EventLine, EventPill } from '#app/components/desk/desk-events.tsx'
import { eventLook } from '#app/components/status/tones.ts'
import { durationText } from '#app/components/status/words.ts'
import { TONE_SHEET } from '#app/components/ui/tone.ts'
import { formatNumber } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface OngoingEvent extends DeskEvent {
  readonly lastsSeconds: number
  /** Since the last update; null where there is none. */
  readonly silentSeconds: number | null
  /** Of the last update: null when nobody was to be written to. */
  readonly told: { readonly settled: number; readonly recipients: number } | null
}

/** Past this silence the public wonders whether anybody is at work. */
const TOO_SILENT_SECONDS = 30 * 60

/** What goes on now: how long, what was said last and how far it went. */
export function OngoingLines({ events }: { events: readonly OngoingEvent[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul className="flex flex-col gap-3">
      {events.map((event) => (
        <EventLine
          key={event.id}
          event={event}
          className={clsx(
            'flex gap-3 rounded-lg border px-4 py-3.5 md:px-5',
            TONE_SHEET[eventLook(event).tone],
          )}
        >
          <span className="flex min-w-0 flex-1 flex-col gap-1 text-sm text-ink-muted">
            <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <span className="text-base font-semibold text-ink">
                <bdi lang={event.lang}>{event.name}</bdi>
              </span>
              <EventPill event={event} />
            </span>
            <span>
              <strong className="font-medium text-ink">
                {t('incidents:now.for', { duration: durationText(t, event.lastsSeconds) })}
              </strong>
              <AndComponents event={event} />
            </span>
            <LastWord event={event} />
            {event.told && <span className="tabular">{toldText(t, locale, event.told)}</span>}
          </span>
        </EventLine>
      ))}
    </ul>
  )
}

/** How far the last update went, as far as it is known. */
function toldText(t: Translate, locale: Locale, told: NonNullable<OngoingEvent['told']>): string {
  const settled = formatNumber(locale, told.settled)
  const recipients = formatNumber(locale, told.recipients)
  if (told.settled === 0) return t('incidents:now.untold', { count: told.recipients, recipients })
  return told.settled === told.recipients
    ? t('desk:update.told', { count: told.recipients })
    : t('incidents:now.told', { count: told.settled, settled, recipients })
}

function LastWord({ event }: { event: OngoingEvent }) {
  const t = useTranslate()
  if (event.silentSeconds === null) return null
  const duration = durationText(t, event.silentSeconds)
  const isTooSilent = event.kind === 'incident' && event.silentSeconds > TOO_SILENT_SECONDS
  return isTooSilent ? (
    <strong className="font-medium text-ink">{t('incidents:now.silent', { duration })}</strong>
  ) : (
    <span>{t('incidents:now.lastUpdate', { duration })}</span>
  )
}
