import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { IncidentForm } from '#app/components/desk/incident-form.tsx'
import { TemplateChoice } from '#app/components/desk/template-choice.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { openIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { publishProposal } from '#app/domain/probes/publish-proposal.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { proposalParam, proposedIncident } from '#app/routes/desk/probes/probe-view.ts'
import { templateChoices, templateFor } from '#app/routes/desk/templates/template-view.ts'
import { chosenClaims, componentGroups, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, locale, url, t }) => {
  const component = url.searchParams.get('component')
  const begin = (await proposedIncident(ctx, url)) ?? (await templateFor(ctx, url, 'incident'))
  // Reported from the desk: that component is down until the publisher says otherwise.
  const chosen = component ? { [component]: 'partial_outage' } : (begin?.chosen ?? {})
  return {
    title: t('desk:incident.title'),
    groups: await componentGroups(ctx, locale),
    templates: await templateChoices(ctx, 'incident'),
    begin,
    chosen,
    recipients: await countRecipients(ctx, { kind: 'incident', componentIds: Object.keys(chosen) }),
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
  const { groups, chosen, recipients, begin, templates } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk"
        title={t('desk:incident.title')}
        lead={t('desk:incident.lead')}
        actions={
          <LinkButton to="/desk/incidents/past" variant="quiet">
            {t('incidents:past.link')}
          </LinkButton>
        }
      />
      <TemplateChoice templates={templates} chosen={begin?.id} />
      {/* Another beginning is another form. */}
      <IncidentForm
        key={begin?.id}
        groups={groups}
        chosen={chosen}
        recipients={recipients}
        values={begin?.values}
      />
    </>
  )
}
