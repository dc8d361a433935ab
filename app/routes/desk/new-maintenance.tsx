import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { Bodies } from '#app/components/status/desk-fields.tsx'
import { EventForm } from '#app/components/status/event-form.tsx'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { scheduleMaintenanceSchema } from '#app/domain/maintenance/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { templateFor } from '#app/routes/desk/template-view.ts'
import { componentGroups, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('maintenance:publish', async ({ ctx, locale, url, t }) => ({
  title: t('desk:maintenance.title'),
  template: await templateFor(ctx, url, 'maintenance'),
  groups: await componentGroups(ctx, locale),
  recipients: await countRecipients(ctx, { kind: 'maintenance', componentIds: [] }),
}))

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, scheduleMaintenanceSchema, async (input) => {
    const { incidentId } = await scheduleMaintenance(args.ctx, {
      ...input,
      scheduledFor: timeFrom(input.scheduledFor),
      scheduledUntil: timeFrom(input.scheduledUntil),
    })
    const message = args.t('desk:maintenance.announced')
    return redirectWithToast(`/desk/maintenances/${incidentId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewMaintenancePage() {
  const t = useTranslate()
  const { groups, recipients, template } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(scheduleMaintenanceSchema, {
    defaultValue: { autoStart: true, autoEnd: true, notify: true, ...template?.values },
  })
  const typed = fields.componentIds.initialValue ?? Object.keys(template?.chosen ?? {})
  const chosen: readonly unknown[] = Array.isArray(typed) ? typed : [typed]
  return (
    <>
      <PageHeader
        above={<Breadcrumbs items={[{ to: '/desk', label: t('desk:title') }]} />}
        title={t('desk:maintenance.title')}
        lead={t('desk:maintenance.lead')}
      />
      <EventForm
        form={form}
        notify={{ field: fields.notify, recipients }}
        submit={t('desk:maintenance.submit')}
      >
        <FormField meta={fields.nameFr} label={t('desk:maintenance.nameFr')} optional={false} />
        <FormField
          meta={fields.nameEn}
          label={t('desk:maintenance.nameEn')}
          hint={t('desk:maintenance.nameEnHint')}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField meta={fields.scheduledFor} label={t('desk:maintenance.from')} type="datetime-local" />
          <FormField meta={fields.scheduledUntil} label={t('desk:maintenance.until')} type="datetime-local" />
        </div>
        <Bodies
          fields={fields}
          label={t('desk:maintenance.bodyFr')}
          hint={t('desk:maintenance.bodyFrHint')}
        />
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-1 text-sm font-medium text-ink">{t('desk:maintenance.components')}</legend>
          {groups.map((group) => (
            <div key={group.id ?? 'others'}>
              <p className="text-xs font-medium text-ink-subtle">
                {group.name ?? t('status:page.otherComponents')}
              </p>
              {group.components.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  name="componentIds"
                  value={id}
                  label={<bdi>{name}</bdi>}
                  defaultChecked={chosen.includes(id)}
                />
              ))}
            </div>
          ))}
        </fieldset>
        <div>
          <FormField meta={fields.autoStart} label={t('desk:maintenance.autoStart')} control="checkbox" />
          <FormField meta={fields.autoEnd} label={t('desk:maintenance.autoEnd')} control="checkbox" />
        </div>
      </EventForm>
    </>
  )
}
