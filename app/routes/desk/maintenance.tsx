import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EventHeader } from '#app/components/status/event-header.tsx'
import { ProgressForm } from '#app/components/status/progress-form.tsx'
import { ToldTimeline } from '#app/components/status/told-timeline.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readEvent } from '#app/domain/incidents/list-events.ts'
import { NEXT_STATUSES } from '#app/domain/incidents/transitions.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { publishProgressSchema } from '#app/domain/maintenance/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'
import { eventLine, toldUpdates } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('status:desk', async ({ ctx, params, locale }) => {
  const found = await readEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
  return {
    event: eventLine(found, locale),
    updates: toldUpdates(found),
    next: NEXT_STATUSES[found.incident.status],
    automatic: { start: found.incident.autoStart, end: found.incident.autoEnd },
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
  const locale = useLocale()
  const { event, updates, next, automatic } = useLoaderData<typeof loader>()
  const yesNo = (value: boolean) => t(value ? 'yes' : 'no').toLowerCase()
  return (
    <>
      <EventHeader
        event={event}
        actions={
          event.status === 'scheduled' && (
            <LinkButton to={`/desk/maintenances/${event.id}/move`}>
              {t('desk:maintenance.reschedule')}
            </LinkButton>
          )
        }
      />
      <Card>
        <DataList
          items={[
            { label: t('desk:maintenance.from'), value: <Time at={event.startsAt} /> },
            { label: t('desk:maintenance.until'), value: event.until && <Time at={event.until} /> },
            {
              label: t('desk:components'),
              value: formatList(
                locale,
                event.components.map(({ name }) => name),
              ),
            },
            {
              label: t('desk:maintenance.automatic'),
              value: t('desk:maintenance.start', {
                start: yesNo(automatic.start),
                end: yesNo(automatic.end),
              }),
            },
          ]}
        />
      </Card>
      {next.length > 0 && <ProgressForm key={event.version} event={event} next={next} />}
      <Card title={t('desk:update.timeline')}>
        <ToldTimeline event={event} updates={updates} />
      </Card>
    </>
  )
}
