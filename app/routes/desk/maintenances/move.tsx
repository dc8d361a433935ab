import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { PlanCheck } from '#app/components/maintenance/plan-check.tsx'
import { WindowFields } from '#app/components/maintenance/window-fields.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { toParisField } from '#app/domain/maintenance/local-time.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { rescheduleMaintenanceSchema } from '#app/domain/maintenance/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { recipientsOf } from '#app/routes/desk/maintenances/maintenance-view.ts'
import { eventLine, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('maintenance:publish', async ({ ctx, params, locale, t }) => {
  const found = await readEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
  const { id, name, lang, version, startsAt, until } = eventLine(found, locale)
  return {
    title: t('desk:maintenance.rescheduleSubmit'),
    back: { to: `/desk/maintenances/${id}`, label: name, lang },
    id,
    version,
    recipients: await recipientsOf(
      ctx,
      found.claims.map(({ componentId }) => componentId),
    ),
    scheduledFor: toParisField(new Date(startsAt)),
    scheduledUntil: until ? toParisField(new Date(until)) : '',
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, rescheduleMaintenanceSchema, async (input) => {
    const maintenanceId = idParam<string>(args.params.id, isPublicId)
    await rescheduleMaintenance(args.ctx, {
      ...input,
      maintenanceId,
      scheduledFor: timeFrom(input.scheduledFor),
      scheduledUntil: timeFrom(input.scheduledUntil),
    })
    const message = args.t('desk:maintenance.rescheduled')
    return redirectWithToast(`/desk/maintenances/${maintenanceId}`, { kind: 'success', message })
  }),
)

export { shouldRevalidate } from '#app/routes/desk/revalidate.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function MoveMaintenancePage() {
  const t = useTranslate()
  const { title, back, id, version, recipients, scheduledFor, scheduledUntil } =
    useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(rescheduleMaintenanceSchema, {
    defaultValue: { scheduledFor, scheduledUntil, notify: true },
  })
  return (
    <>
      <PageHeader below="/desk" of={back} title={title} />
      <Card className="max-w-3xl">
        <PageForm form={form} sendsByKey>
          <input type="hidden" name={fields.version.name} value={version} />
          <WindowFields
            fields={fields}
            from={t('desk:maintenance.from')}
            until={t('desk:maintenance.until')}
          />
          <PlanCheck maintenanceId={id} />
          <Bodies fields={fields} hint={t('maintenance:move.bodyHint')} />
          <FormField
            meta={fields.notify}
            label={t('desk:incident.notify')}
            hint={t('desk:incident.recipients', { count: recipients })}
            control="checkbox"
          />
          <div>
            <SubmitButton className="max-sm:w-full">{t('desk:maintenance.rescheduleSubmit')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
