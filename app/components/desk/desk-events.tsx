import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { eventLook } from '#app/components/status/tones.ts'
import type { ComponentState, EventView } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_TEXT } from '#app/components/ui/tone.ts'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface DeskEvent
  extends Pick<EventView, 'id' | 'kind' | 'name' | 'status' | 'impact' | 'startsAt'> {
  /** Planned end of a window. */
  readonly until: string | null
  readonly components: readonly { id: string; name: string; status: ComponentState; archived: boolean }[]
  /** How many windows of the same series follow. */
  readonly laterCount?: number
  /** A maintenance that was called off. */
  readonly cancelled?: boolean
}

/** Where the desk shows an incident or a maintenance. */
export const deskPath = ({ kind, id }: Pick<DeskEvent, 'kind' | 'id'>) =>
  `/desk/${kind === 'incident' ? 'incidents' : 'maintenances'}/${id}`

/** Incidents and maintenance, each a line that opens it. The whole line is the target: thumbs are wide. */
export function DeskEvents({ events }: { events: readonly DeskEvent[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-low">
      {events.map((event) => {
        const { tone, icon: Icon } = eventLook(event)
        return (
          <li key={event.id}>
            <Link
              to={deskPath(event)}
              data-line
              className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 px-4 py-3.5 hover:bg-hover sm:flex md:px-5"
            >
              <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
              <span className="min-w-0 flex-1 text-sm">
                <span className="block text-base font-medium text-ink">
                  <bdi>{event.name}</bdi>
                </span>
                <span className="block text-ink-muted">
                  <Time at={event.startsAt} />
                  {event.laterCount ? ` ${t('desk:laterDates', { count: event.laterCount })}` : null}
                  {event.components.length > 0 &&
                    ` · ${formatList(
                      locale,
                      event.components.map(({ name }) => name),
                    )}`}
                </span>
              </span>
              <span className="col-start-2">
                <StatusPill tone={tone} icon={Icon}>
                  {eventStateName(t, event)}
                </StatusPill>
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
