import type { ReactNode } from 'react'
import type { DeskEvent } from '#app/components/desk/desk-events.tsx'
import { eventLook } from '#app/components/status/tones.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The head of an incident or a maintenance on the desk: what it is called, how it is, and its public page. */
export function EventHeader({ event, actions }: { event: DeskEvent; actions?: ReactNode }) {
  const t = useTranslate()
  return (
    <PageHeader
      below={event.kind === 'incident' ? '/desk/incidents' : '/desk'}
      title={<bdi>{event.name}</bdi>}
      status={<StatusPill {...eventLook(event)}>{eventStateName(t, event)}</StatusPill>}
      actions={
        <>
          <LinkButton to={`/status/incidents/${event.id}`} variant="quiet" reloadDocument>
            {t('desk:update.seePublic')}
          </LinkButton>
          {actions}
        </>
      }
    />
  )
}
