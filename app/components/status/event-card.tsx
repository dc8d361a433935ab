import { clsx } from 'clsx'
import { When } from '#app/components/status/event-time.tsx'
import { eventLook, isOver } from '#app/components/status/tones.ts'
import type { Cut, EventView } from '#app/components/status/types.ts'
import { UpdateBody, UpdateList } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What goes on now: what, since when, what it touches, and the newest that was said; the rest is one click away. */
export function OngoingEvent({ event }: { event: EventView }) {
  const t = useTranslate()
  const { tone, icon: Icon } = eventLook(event)
  const { shown, others: earlier } = event.updates
  return (
    <article className={clsx('rounded-lg border', TONE_SHEET[tone])}>
      <header className="flex gap-3 px-4 py-4 md:px-5">
        <Icon className={clsx('mt-1 size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
        <div className="min-w-0 text-ink">
          <h3 className="text-lg font-semibold break-words">
            <a href={event.href} className="underline decoration-line-control underline-offset-3">
              <bdi lang={event.lang}>{event.name}</bdi>
            </a>
          </h3>
          <p className="text-ink-muted">
            <strong className="font-medium text-ink">{eventStateName(t, event)}</strong> ·{' '}
            <When event={event} />
          </p>
          <Affects event={event} />
        </div>
      </header>
      <div className="flex flex-col gap-4 rounded-b-lg border-t border-inherit bg-surface px-4 py-4 md:px-5">
        <UpdateList updates={shown} />
        {earlier > 0 && (
          <a href={event.href} className="link text-sm">
            {t('status:page.earlier', { count: earlier })}
          </a>
        )}
      </div>
    </article>
  )
}

interface EventSummaryProps {
  event: EventView
  /** Of its heading: one below the heading it stands under. */
  level?: 3 | 4
  /** Without what was said last: for what stands whole elsewhere on the page. */
  short?: boolean
}

/** Something planned or past, in short, with a link to all of it. */
export function EventSummary({ event, level = 3, short }: EventSummaryProps) {
  const t = useTranslate()
  const Heading = level === 3 ? 'h3' : 'h4'
  const { tone, icon: Icon } = eventLook(event)
  const [latest] = event.updates.shown
  return (
    <article className="flex gap-3">
      <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
      <div className="min-w-0 flex-1">
        <Heading className="font-medium break-words text-ink">
          <a href={event.href} className="underline decoration-line-control underline-offset-3">
            <bdi lang={event.lang}>{event.name}</bdi>
          </a>
        </Heading>
        <p className="text-sm text-ink-muted">
          {/* "Resolved in 1 h" says the state already. */}
          {!(event.resolvedAt && isOver(event.status) && !event.cancelled) &&
            `${eventStateName(t, event)} · `}
          <When event={event} />
        </p>
        <Affects event={event} />
        {latest && !short && (
          <div className="mt-2 text-ink">
            <UpdateBody {...latest} />
          </div>
        )}
      </div>
    </article>
  )
}

/** "a · b · c", or "a · b · and 7 others": names may hold an "and" or a comma of their own. */
export function useNames(): (names: Cut<string>) => string {
  const t = useTranslate()
  return ({ shown, others }) =>
    [...shown, ...(others > 0 ? [t('status:page.others', { count: others })] : [])].join(' · ')
}

function Affects({ event }: { event: EventView }) {
  const t = useTranslate()
  const names = useNames()
  if (event.components.shown.length === 0) return null
  return (
    <p className="text-sm break-words text-ink-muted">
      {t('status:page.affects', { components: names(event.components) })}
    </p>
  )
}
