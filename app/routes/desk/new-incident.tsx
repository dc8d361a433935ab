import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { IncidentForm } from '#app/components/status/incident-form.tsx'
import { TemplateChoice } from '#app/components/status/template-choice.tsx'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { openIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { templateChoices, templateFor } from '#app/routes/desk/template-view.ts'
import { chosenClaims, componentGroups, timeFrom } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, locale, url, t }) => {
  const component = url.searchParams.get('component')
  const template = await templateFor(ctx, url, 'incident')
  // Reported from the desk: that component is down until the publisher says otherwise.
  const chosen = component ? { [component]: 'partial_outage' } : (template?.chosen ?? {})
  return {
    title: t('desk:incident.title'),
    groups: await componentGroups(ctx, locale),
    templates: await templateChoices(ctx, 'incident'),
    template,
    chosen,
    recipients: await countRecipients(ctx, { kind: 'incident', componentIds: Object.keys(chosen) }),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, openIncidentSchema, async ({ components, displayAt, ...input }) => {
    const { incidentId } = await openIncident(args.ctx, {
      ...input,
      components: chosenClaims(components),
      displayAt: displayAt ? timeFrom(displayAt) : undefined,
    })
    const message = args.t('desk:incident.published')
    return redirectWithToast(`/desk/incidents/${incidentId}`, { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewIncidentPage() {
  const t = useTranslate()
  const { groups, chosen, recipients, template, templates } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        above={<Breadcrumbs items={[{ to: '/desk', label: t('desk:title') }]} />}
        title={t('desk:incident.title')}
        lead={t('desk:incident.lead')}
        actions={
          <LinkButton to="/desk/incidents/past" variant="quiet">
            {t('incidents:past.link')}
          </LinkButton>
        }
      />
      <TemplateChoice templates={templates} chosen={template?.id} />
      {/* Another template is another form. */}
      <IncidentForm
        key={template?.id}
        groups={groups}
        chosen={chosen}
        recipients={recipients}
        values={template?.values}
      />
    </>
  )
}
