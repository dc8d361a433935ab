import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ComponentClaims, claimsAsTyped } from '#app/components/desk/component-claims.tsx'
import { Bodies, ImpactField } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { recordIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { chosenClaims, componentGroups, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, locale, t }) => ({
  title: t('incidents:past.title'),
  groups: await componentGroups(ctx, locale),
}))

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, recordIncidentSchema, async (input) => {
    const incidentId = await recordIncident(args.ctx, {
      ...input,
      components: chosenClaims(input.components),
      beganAt: timeFrom(input.beganAt),
      endedAt: timeFrom(input.endedAt),
    })
    const message = args.t('incidents:past.done')
    return redirectWithToast(`/desk/incidents/${incidentId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function PastIncidentPage() {
  const t = useTranslate()
  const { groups } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(recordIncidentSchema, { defaultValue: { impact: 'auto' } })
  const typed = fields.components.initialValue
  return (
    <>
      <PageHeader below="/desk" title={t('incidents:past.title')} lead={t('incidents:past.lead')} />
      <EventForm
        form={form}
        submit={t('incidents:past.submit')}
        subject={{ status: 'identified' }}
        keepsDraft
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField meta={fields.beganAt} label={t('incidents:past.beganAt')} type="datetime-local" />
          <FormField meta={fields.endedAt} label={t('incidents:past.endedAt')} type="datetime-local" />
        </div>
        <Bodies fields={fields} hint={t('incidents:past.bodyHint')} />
        <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : {}} past />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField meta={fields.nameFr} label={t('desk:incident.nameFr')} />
          <FormField meta={fields.nameEn} label={t('desk:incident.nameEn')} />
        </div>
        <ImpactField meta={fields.impact} />
      </EventForm>
    </>
  )
}
