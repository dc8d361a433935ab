import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { Bodies, ComponentClaims, claimsAsTyped } from '#app/components/status/desk-fields.tsx'
import { EventForm } from '#app/components/status/event-form.tsx'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { openIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { publishProposal } from '#app/domain/probes/publish-proposal.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { proposalParam, proposedIncident } from '#app/routes/desk/probe-view.ts'
import { chosenClaims, componentGroups, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, locale, url, t }) => {
  const proposed = await proposedIncident(ctx, url)
  const component = proposed?.component ?? url.searchParams.get('component')
  return {
    title: t('desk:incident.title'),
    groups: await componentGroups(ctx, locale),
    // Reported from the desk: that component is down until the publisher says otherwise.
    chosen: component ? { [component]: proposed?.status ?? 'partial_outage' } : {},
    texts: proposed?.texts,
    recipients: await countRecipients(ctx, { kind: 'incident', componentIds: component ? [component] : [] }),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, openIncidentSchema, async ({ components, displayAt, ...input }) => {
    const incident = {
      ...input,
      components: chosenClaims(components),
      displayAt: displayAt ? timeFrom(displayAt) : undefined,
    }
    const proposal = proposalParam(args.url)
    const { incidentId } = proposal
      ? await publishProposal(args.ctx, proposal, incident)
      : await openIncident(args.ctx, incident)
    const message = args.t('desk:incident.published')
    return redirectWithToast(`/desk/incidents/${incidentId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewIncidentPage() {
  const t = useTranslate()
  const { groups, chosen, texts, recipients } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(openIncidentSchema, {
    defaultValue: { status: 'investigating', impact: 'auto', notify: true, ...texts },
  })
  const typed = fields.components.initialValue
  const stages = (['investigating', 'identified', 'monitoring'] as const).map((value) => ({
    value,
    label: t(`status:incident.${value}`),
  }))
  const impacts = (['none', 'minor', 'major', 'critical'] as const).map((value) => ({
    value,
    label: t(`status:impact.${value}`),
  }))
  return (
    <>
      <PageHeader
        above={<Breadcrumbs items={[{ to: '/desk', label: t('desk:title') }]} />}
        title={t('desk:incident.title')}
        lead={t('desk:incident.lead')}
      />
      <EventForm
        form={form}
        notify={{ field: fields.notify, recipients }}
        submit={t('desk:incident.publish')}
      >
        <Bodies fields={fields} autoFocus />
        <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : chosen} />
        <FormField
          meta={fields.status}
          label={t('desk:incident.status')}
          control="select"
          options={stages}
          optional={false}
        />
        <details className="rounded-md border border-line">
          <summary className="flex min-h-11 items-center px-4 text-sm font-medium text-ink">
            {t('desk:incident.details')}
          </summary>
          <div className="flex flex-col gap-5 border-t border-line p-4">
            <FormField
              meta={fields.nameFr}
              label={t('desk:incident.nameFr')}
              hint={t('desk:incident.nameFrHint')}
            />
            <FormField meta={fields.nameEn} label={t('desk:incident.nameEn')} />
            <FormField
              meta={fields.impact}
              label={t('desk:incident.impact')}
              control="select"
              options={[{ value: 'auto', label: t('desk:incident.impactAuto') }, ...impacts]}
            />
            <FormField
              meta={fields.displayAt}
              label={t('desk:incident.displayAt')}
              hint={t('desk:incident.displayAtHint')}
              type="datetime-local"
            />
          </div>
        </details>
      </EventForm>
    </>
  )
}
