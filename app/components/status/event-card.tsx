import { clsx } from 'clsx'
import { eventLook, isOver, updateLook } from '#app/components/status/tones.ts'
import type { AffectedView, Cut, EventView, UpdateView } from '#app/components/status/types.ts'
import { durationText, eventStateName, secondsBetween } from '#app/components/status/words.ts'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { formatUtc } from '#app/i18n/format.ts'
import { updateName } from '#app/i18n/state-name.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { windowText } from '#app/i18n/window-text.ts'

const PROSE = [
  'space-y-2 break-words [&_a]:text-accent-text [&_a]:underline [&_a]:underline-offset-3 [&_h4]:font-semibold',
  '[&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_code]:font-mono [&_code]:text-sm',
  '[&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3',
  '[&_blockquote]:border-l-2 [&_blockquote]:border-line-control [&_blockquote]:pl-3',
].join(' ')

/** Clean HTML that the snapshot was built with. */
export function UpdateBody({ html, lang }: Pick<UpdateView, 'html' | 'lang'>) {
  return (
    <div
      lang={lang}
      dir="auto"
      className={PROSE}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by app/domain/incidents/markdown.ts
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}

/** Updates that stand on the main page; the others are one click away. */
const NEWEST_UPDATES = 2

/** What goes on now: what, since when, what it touches, and the newest that was said. */
export function OngoingEvent({ event }: { event: EventView }) {
  const t = useTranslate()
  const { tone, icon: Icon } = eventLook(event)
  const earlier = event.updates.length - NEWEST_UPDATES
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
        <UpdateList updates={event.updates.slice(0, NEWEST_UPDATES)} />
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
  const [latest] = event.updates
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

/** Since when, until when, or how long it was. */
export function When({ event }: { event: EventView }) {
  const t = useTranslate()
  if (event.window && (event.cancelled || !isOver(event.status))) return <Window {...event.window} />
  // In a preview whose dates are still to be chosen.
  if (event.status === 'scheduled') return t('status:page.noWindow')
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

/** A planned window in the page's zone; the page's script says it in the reader's. */
export function Window({ from, until }: NonNullable<EventView['window']>) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <span data-window={`${from}/${until}`} title={`${formatUtc(from)} – ${formatUtc(until)}`}>
      {windowText(t, locale, { from, until })}
    </span>
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

/** Updates, newest first. With `detailed`, each says what it changed. */
export function UpdateList({ updates, detailed }: { updates: readonly UpdateView[]; detailed?: boolean }) {
  const t = useTranslate()
  return (
    <ol className="flex flex-col gap-5">
      {updates.map((update) => {
        const { tone, icon: Icon } = updateLook(update.status)
        return (
          <li key={update.id} id={update.id} className="flex gap-3">
            <Icon className={clsx('mt-0.5 size-4 shrink-0', TONE_TEXT[tone])} aria-hidden />
            <div className="min-w-0 flex-1 text-ink">
              <p className="text-sm text-ink-muted">
                <strong className="font-medium text-ink">{updateName(t, update)}</strong> ·{' '}
                <Time at={update.at} />
                <Corrected at={update.correctedAt} />
              </p>
              <UpdateBody {...update} />
              {detailed && <Affected affected={update.affected} />}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Says that a text was mended after it had been published. */
export function Corrected({ at }: { at: string | null }) {
  const t = useTranslate()
  if (!at) return null
  return (
    <>
      {' '}
      · {t('status:page.corrected')} <Time at={at} />
    </>
  )
}

function Affected({ affected: { shown, others } }: { affected: Cut<AffectedView> }) {
  const t = useTranslate()
  if (shown.length === 0) return null
  return (
    <ul className="mt-2 border-l-2 border-line pl-3 text-sm text-ink-muted">
      {shown.map(({ id, name, from, to }) => (
        <li key={id} className="break-words">
          <bdi className="font-medium text-ink">{name}</bdi>{' '}
          {t('status:page.change', {
            from: t(`status:component.${from}`),
            to: t(`status:component.${to}`),
          })}
        </li>
      ))}
      {others > 0 && <li>{t('status:page.others', { count: others })}</li>}
    </ul>
  )
}
