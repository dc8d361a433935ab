import type { ReactNode } from 'react'
import { useNames } from '#app/components/status/event-card.tsx'
import { Window } from '#app/components/status/event-time.tsx'
import type { EventView } from '#app/components/status/types.ts'
import { durationText, secondsBetween } from '#app/components/status/words.ts'
import { Time } from '#app/components/ui/time.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** When it was planned, began and ended, how bad it was and what it touched. */
export function EventFacts({ event }: { event: EventView }) {
  const t = useTranslate()
  const names = useNames()
  const { window, startsAt, resolvedAt, components } = event
  const hasBegun = event.kind === 'incident' || (event.status !== 'scheduled' && !event.cancelled)
  return (
    <dl className="grid gap-x-8 gap-y-4 border-y border-line py-4 sm:grid-cols-2">
      {window && (
        <Fact name={t('status:page.planned')} wide>
          <Window {...window} />
        </Fact>
      )}
      {hasBegun && (
        <Fact name={t('status:page.began')}>
          <Time at={startsAt} />
        </Fact>
      )}
      {hasBegun && resolvedAt && (
        <>
          <Fact name={t('status:page.ended')}>
            <Time at={resolvedAt} />
          </Fact>
          <Fact name={t('status:page.duration')}>
            {durationText(t, secondsBetween(startsAt, resolvedAt))}
          </Fact>
        </>
      )}
      {event.kind === 'incident' && (
        <Fact name={t('status:page.impact')}>{t(`status:impact.${event.impact}`)}</Fact>
      )}
      {components.shown.length > 0 && (
        <Fact name={t('status:page.touched')} wide>
          {names(components)}
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'sm:col-span-2' : undefined}>
      <dt className="text-sm text-ink-muted">{name}</dt>
      <dd className="break-words text-ink">{children}</dd>
    </div>
  )
}
