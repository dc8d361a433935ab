import { isOver } from '#app/components/status/tones.ts'
import type { EventView } from '#app/components/status/types.ts'
import { durationText, secondsBetween } from '#app/components/status/words.ts'
import { Time } from '#app/components/ui/time.tsx'
import { formatUtc } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { windowText } from '#app/i18n/window-text.ts'

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
