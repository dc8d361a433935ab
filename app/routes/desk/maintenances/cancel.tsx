import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { cancelMaintenanceSchema } from '#app/domain/maintenance/schemas.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { recipientsOf } from '#app/routes/desk/maintenances/maintenance-view.ts'
import { eventLine } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('maintenance:publish', async ({ ctx, params, locale, t }) => {
  const found = await readEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
  const { id, name, lang, version } = eventLine(found, locale)
  return {
    title: t('maintenance:cancel.title', { name }),
    back: { to: `/desk/maintenances/${id}`, label: name, lang },
    version,
    recipients: await recipientsOf(
      ctx,
      found.claims.map(({ componentId }) => componentId),
    ),
    text: DEFAULT_TEXTS.cancelled,
  }
})

export const action = guardedAction('maintenance:publish', (args) =>
  submitForm(args, cancelMaintenanceSchema, async (input) => {
    const maintenanceId = idParam<string>(args.params.id, isPublicId)
    await cancelMaintenance(args.ctx, { ...input, maintenanceId })
    const message = args.t('maintenance:cancel.done')
    return redirectWithToast(`/desk/maintenances/${maintenanceId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

/** Where a cancellation is mended that was refused; its question is asked on the page of the maintenance. */
export default function CancelMaintenancePage() {
  const t = useTranslate()
  const { title, back, version, recipients, text } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(cancelMaintenanceSchema, {
    defaultValue: { bodyFr: text.fr, bodyEn: text.en, notify: true },
  })
  return (
    <>
      <PageHeader below="/desk" of={back} title={title} lead={t('maintenance:cancel.lead')} />
      <Card className="max-w-3xl">
        <PageForm form={form}>
          <input type="hidden" name={fields.version.name} value={version} />
          <Bodies fields={fields} />
          <FormField
            meta={fields.notify}
            label={t('desk:incident.notify')}
            hint={t('desk:incident.recipients', { count: recipients })}
            control="checkbox"
          />
          <div>
            <SubmitButton variant="danger" className="max-sm:w-full">
              {t('maintenance:cancel.action')}
            </SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
