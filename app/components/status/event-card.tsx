import { clsx } from 'clsx'
import { eventLook, isOver, updateLook } from '#app/components/status/tones.ts'
import type { EventView, UpdateView } from '#app/components/status/types.ts'
import { durationText, eventStateName, secondsBetween, windowText } from '#app/components/status/words.ts'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const PROSE = [
  'space-y-2 break-words [&_a]:text-accent-text [&_a]:underline [&_a]:underline-offset-3 [&_h4]:font-semibold',
  '[&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_code]:font-mono [&_code]:text-sm',
  '[&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3',
  '[&_blockquote]:border-l-2 [&_blockquote]:border-line-control [&_blockquote]:pl-3',
].join(' ')

/** Clean HTML that the snapshot was built with. */
export function UpdateBody({ html }: { html: string }) {
  return (
    <div
      dir="auto"
      className={PROSE}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by app/domain/incidents/markdown.ts
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}

/** What goes on now, whole: what, since when, what it touches, and every update. */
export function OngoingEvent({ event }: { event: EventView }) {
  const t = useTranslate()
  const { tone, icon: Icon } = eventLook(event)
  return (
    <article className={clsx('rounded-lg border', TONE_SHEET[tone])}>
      <header className="flex gap-3 px-4 py-4 md:px-5">
        <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} strokeWidth={2} aria-hidden />
        <div className="min-w-0 text-ink">
          <h3 className="text-lg font-semibold">
            <a href={event.href} className="rounded-sm underline-offset-3 hover:underline">
              <bdi>{event.name}</bdi>
            </a>
          </h3>
          <p className="text-base text-ink-muted">
            <strong className="font-medium text-ink">{eventStateName(t, event)}</strong> ·{' '}
            <When event={event} />
          </p>
          <Affects event={event} />
        </div>
      </header>
      <div className="rounded-b-lg border-t border-inherit bg-surface px-4 py-4 md:px-5">
        <UpdateList updates={event.updates} />
      </div>
    </article>
  )
}

interface EventSummaryProps {
  event: EventView
  /** Of its heading: one below the heading it stands under. */
  level?: 3 | 4
}

/** Something planned or past, in short, with a link to all of it. */
export function EventSummary({ event, level = 3 }: EventSummaryProps) {
  const t = useTranslate()
  const Heading = level === 3 ? 'h3' : 'h4'
  const { tone, icon: Icon } = eventLook(event)
  const [latest] = event.updates
  return (
    <article className="flex gap-3">
      <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} strokeWidth={2} aria-hidden />
      <div className="min-w-0 flex-1">
        <Heading className="text-base font-medium text-ink">
          <a
            href={event.href}
            className="rounded-sm underline decoration-line-control underline-offset-3 hover:decoration-current"
          >
            <bdi>{event.name}</bdi>
          </a>
        </Heading>
        <p className="text-sm text-ink-muted">
          {/* "Resolved in 1 h" says the state already. */}
          {!(event.resolvedAt && isOver(event.status) && !event.cancelled) &&
            `${eventStateName(t, event)} · `}
          <When event={event} />
        </p>
        <Affects event={event} />
        {latest && (
          <div className="mt-2 text-base text-ink">
            <UpdateBody html={latest.html} />
          </div>
        )}
      </div>
    </article>
  )
}

/** Since when, until when, or how long it was. */
export function When({ event }: { event: EventView }) {
  const t = useTranslate()
  const locale = useLocale()
  if (event.until && (event.cancelled || !isOver(event.status))) return <>{windowText(t, locale, event)}</>
  if (event.resolvedAt) {
    const duration = durationText(t, secondsBetween(event.startsAt, event.resolvedAt))
    return (
      <>
        <Time at={event.startsAt} /> ·{' '}
        {t(event.kind === 'incident' ? 'status:page.resolvedIn' : 'status:page.lasted', { duration })}
      </>
    )
  }
  return (
    <>
      {t('status:page.since')} <Time at={event.startsAt} />
    </>
  )
}

export function Affects({ event }: { event: EventView }) {
  const t = useTranslate()
  const locale = useLocale()
  if (event.components.length === 0) return null
  return (
    <p className="text-sm text-ink-muted">
      {t('status:page.affects', { components: formatList(locale, event.components) })}
    </p>
  )
}

/** Every update, newest first. */
export function UpdateList({ updates }: { updates: readonly UpdateView[] }) {
  const t = useTranslate()
  return (
    <ol className="flex flex-col gap-5">
      {updates.map((update) => {
        const { tone, icon: Icon } = updateLook(update.status)
        return (
          <li key={update.id} className="flex gap-3">
            <Icon className={clsx('mt-1 size-4 shrink-0', TONE_TEXT[tone])} strokeWidth={2} aria-hidden />
            <div className="min-w-0 flex-1 text-base text-ink">
              <p className="text-sm text-ink-muted">
                <strong className="font-medium text-ink">{eventStateName(t, update)}</strong> ·{' '}
                <Time at={update.at} />
                {update.correctedAt && (
                  <>
                    {' '}
                    · {t('status:page.corrected')} <Time at={update.correctedAt} />
                  </>
                )}
              </p>
              <UpdateBody html={update.html} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}
