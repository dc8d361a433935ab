import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ImpactField } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { deleteIncidentSchema, editIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { asTyped } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { eventLine } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, params, locale, t }) => {
  const found = await readEvent(ctx, 'incident', idParam(params.id, isPublicId))
  const { impact, impactOverridden } = found.incident
  const { id, name, lang, version } = eventLine(found, locale)
  return {
    title: t('incidents:edit.title'),
    event: { id, name, lang, version },
    values: {
      ...asTyped(found.incident, 'name'),
      impact: impactOverridden ? (impact as 'none') : ('auto' as const),
    },
  }
})

export const action = guardedAction('incident:publish', async (args) => {
  const { ctx, params, t } = args
  const incidentId = idParam<string>(params.id, isPublicId)
  const intent = (await args.form()).get('intent')
  if (intent === 'delete') {
    return submitForm(args, deleteIncidentSchema, async ({ version }) => {
      await deleteIncident(ctx, { incidentId, version })
      return redirectWithToast('/desk', { kind: 'success', message: t('incidents:delete.done') })
    })
  }
  return submitForm(args, editIncidentSchema, async ({ intent: _, ...input }) => {
    await editIncident(ctx, { ...input, incidentId })
    const message = t('incidents:edit.saved')
    return redirectWithToast(`/desk/incidents/${incidentId}`, { kind: 'success', message })
  })
})

export { shouldRevalidate } from '#app/routes/desk/revalidate.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function EditIncidentPage() {
  const t = useTranslate()
  const { event, values } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(editIncidentSchema, { defaultValue: values })
  return (
    <>
      <PageHeader
        below="/desk/incidents"
        of={{ to: `/desk/incidents/${event.id}`, label: event.name, lang: event.lang }}
        title={t('incidents:edit.title')}
        lead={t('incidents:edit.lead')}
        actions={
          <ConfirmDialog
            trigger={t('incidents:delete.button')}
            title={t('incidents:delete.title', { name: event.name })}
            description={t('incidents:delete.text')}
            confirmLabel={t('incidents:delete.button')}
            fields={{ intent: 'delete', version: String(event.version) }}
            danger
          />
        }
      />
      <Card className="max-w-3xl">
        <PageForm form={form} sendsByKey>
          <input type="hidden" name="intent" value="edit" />
          <input type="hidden" name="version" value={event.version} />
          <FormField meta={fields.nameFr} label={t('incidents:edit.nameFr')} optional={false} />
          <FormField
            meta={fields.nameEn}
            label={t('incidents:edit.nameEn')}
            hint={t('desk:maintenance.nameEnHint')}
          />
          <ImpactField meta={fields.impact} />
          <div>
            <SubmitButton className="max-sm:w-full">{t('incidents:edit.save')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
