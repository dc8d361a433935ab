import type { ReactNode } from 'react'
import { type DeskEvent, EventPill } from '#app/components/desk/desk-events.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The head of an incident or a maintenance on the desk: what it is called, how it is, and its public page. */
export function EventHeader({ event, actions }: { event: DeskEvent; actions?: ReactNode }) {
  const t = useTranslate()
  return (
    <PageHeader
      below={event.kind === 'incident' ? '/desk/incidents' : '/desk'}
      title={<bdi lang={event.lang}>{event.name}</bdi>}
      status={<EventPill event={event} />}
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
