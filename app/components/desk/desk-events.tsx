import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { eventLook } from '#app/components/status/tones.ts'
import type { ComponentState, EventView } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_TEXT } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface DeskEvent
  extends Pick<EventView, 'id' | 'kind' | 'name' | 'lang' | 'status' | 'impact' | 'startsAt'> {
  /** Planned end of a window. */
  readonly until: string | null
  readonly components: readonly { id: string; name: string; status: ComponentState; archived: boolean }[]
  /** How many windows of the same series follow. */
  readonly laterCount?: number
  /** A maintenance that was called off. */
  readonly cancelled?: boolean
}

/** Where the desk shows an incident or a maintenance. */
const deskPath = ({ kind, id }: Pick<DeskEvent, 'kind' | 'id'>) =>
  `/desk/${kind === 'incident' ? 'incidents' : 'maintenances'}/${id}`

/** An event's state as a sign and a word. */
export function EventPill({ event }: { event: DeskEvent }) {
  const t = useTranslate()
  return <StatusPill {...eventLook(event)}>{eventStateName(t, event)}</StatusPill>
}

/** The components of an event, to follow something else on its line. Names may hold an "and" of their own. */
export const AndComponents = ({ event }: { event: DeskEvent }) =>
  event.components.map(({ name }) => ` · ${name}`).join('')

/** A line that opens its event. The whole line is the target: thumbs are wide. */
export function EventLine(props: { event: DeskEvent; className: string; children: ReactNode }) {
  const { tone, icon: Icon } = eventLook(props.event)
  return (
    <li>
      <Link to={deskPath(props.event)} data-line className={props.className}>
        <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
        {props.children}
      </Link>
    </li>
  )
}

/** Incidents and maintenance, one below the other. */
export function DeskEvents({ events }: { events: readonly DeskEvent[] }) {
  const t = useTranslate()
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-low">
      {events.map((event) => (
        <EventLine
          key={event.id}
          event={event}
          className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 px-4 py-3.5 hover:bg-hover sm:flex md:px-5"
        >
          <span className="min-w-0 flex-1 text-sm">
            <span className="block text-base font-medium text-ink">
              <bdi lang={event.lang}>{event.name}</bdi>
            </span>
            <span className="block text-ink-muted">
              <Time at={event.startsAt} />
              {event.laterCount ? ` ${t('desk:laterDates', { count: event.laterCount })}` : null}
              <AndComponents event={event} />
            </span>
          </span>
          <span className="col-start-2">
            <EventPill event={event} />
          </span>
        </EventLine>
      ))}
    </ul>
  )
}
