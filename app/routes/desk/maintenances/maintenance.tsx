import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EventHeader } from '#app/components/desk/event-header.tsx'
import { ProgressForm } from '#app/components/desk/progress-form.tsx'
import { ToldTimeline } from '#app/components/desk/told-timeline.tsx'
import { CancelDialog } from '#app/components/maintenance/cancel-dialog.tsx'
import { MaintenanceFacts } from '#app/components/maintenance/maintenance-facts.tsx'
import { Warnings } from '#app/components/maintenance/warnings.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { isCancelled } from '#app/domain/maintenance/has-begun.ts'
import { listReminders } from '#app/domain/maintenance/list-reminders.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { publishProgressSchema } from '#app/domain/maintenance/schemas.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { nextSteps, recipientsOf, warningsFor } from '#app/routes/desk/maintenances/maintenance-view.ts'
import { eventLine, toldUpdates } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('status:desk', async ({ ctx, params, locale, t }) => {
  const found = await readEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
  const { autoStart, autoEnd, seriesId, detached } = found.incident
  return {
    event: { ...eventLine(found, locale), cancelled: isCancelled(found.incident.status, found.updates) },
    updates: toldUpdates(found),
    next: nextSteps(found),
    recipients: await recipientsOf(
      ctx,
      found.claims.map(({ componentId }) => componentId),
    ),
    warnings: await warningsFor(ctx, found, t, locale),
    cancelText: DEFAULT_TEXTS.cancelled,
    facts: { autoStart, autoEnd, seriesId, detached, reminders: await listReminders(ctx, found.incident.id) },
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, publishProgressSchema, async (input) => {
    const maintenanceId = idParam<string>(args.params.id, isPublicId)
    await publishProgress(args.ctx, { ...input, maintenanceId })
    const message = args.t('desk:update.published')
    return redirectWithToast(`/desk/maintenances/${maintenanceId}`, { kind: 'success', message })
  }),
)

export { shouldRevalidate } from '#app/routes/desk/revalidate.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.event.name }]

export default function MaintenanceDeskPage() {
  const t = useTranslate()
  const { event, updates, next, recipients, warnings, cancelText, facts } = useLoaderData<typeof loader>()
  return (
    <>
      <EventHeader
        event={event}
        actions={
          event.status === 'scheduled' && (
            <>
              <CancelDialog event={event} text={cancelText} recipients={recipients} />
              <LinkButton to={`/desk/maintenances/${event.id}/move`}>
                {t('desk:maintenance.reschedule')}
              </LinkButton>
            </>
          )
        }
      />
      <Warnings warnings={warnings} />
      <Card>
        <MaintenanceFacts event={event} {...facts} />
      </Card>
      {next.length > 0 && (
        <ProgressForm key={event.version} event={event} next={next} recipients={recipients} />
      )}
      <Card title={t('desk:update.timeline')}>
        <ToldTimeline event={event} updates={updates} />
      </Card>
    </>
  )
}
