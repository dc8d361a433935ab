import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TemplateForm } from '#app/components/desk/template-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { templateSchema } from '#app/domain/templates/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { componentGroups } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, locale, url, t }) => {
  const kind =
    url.searchParams.get('kind') === 'maintenance' ? ('maintenance' as const) : ('incident' as const)
  return {
    title: t(kind === 'incident' ? 'incidents:templates.new' : 'incidents:templates.newMaintenance'),
    kind,
    groups: await componentGroups(ctx, locale),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, templateSchema, async (input) => {
    await createTemplate(args.ctx, input)
    const message = args.t('incidents:templates.created')
    return redirectWithToast('/desk/templates', { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewTemplatePage() {
  const { title, kind, groups } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader below="/desk/templates" title={title} />
      <Card className="max-w-3xl">
        <TemplateForm groups={groups} values={{ kind, components: {} }} />
      </Card>
    </>
  )
}
