import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TemplateForm } from '#app/components/desk/template-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { isPublicId } from '#app/domain/ids.ts'
import { readTemplate } from '#app/domain/templates/list-templates.ts'
import { templateSchema } from '#app/domain/templates/schemas.ts'
import { updateTemplate } from '#app/domain/templates/update-template.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { templateValues } from '#app/routes/desk/templates/template-view.ts'
import { componentGroups } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('incident:publish', async ({ ctx, params, locale, t }) => {
  const found = await readTemplate(ctx, idParam(params.id, isPublicId))
  return {
    title: t('incidents:templates.edit'),
    id: found.template.id,
    values: templateValues(found),
    groups: await componentGroups(ctx, locale),
  }
})

export const action = guardedAction('incident:publish', (args) =>
  submitForm(args, templateSchema, async (input) => {
    await updateTemplate(args.ctx, { ...input, templateId: idParam(args.params.id, isPublicId) })
    const message = args.t('incidents:templates.saved')
    return redirectWithToast('/desk/templates', { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function TemplatePage() {
  const t = useTranslate()
  const { title, id, values, groups } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk/templates"
        title={title}
        actions={
          <ConfirmDialog
            trigger={t('incidents:templates.delete')}
            title={t('incidents:templates.deleteTitle', { name: values.name })}
            description={t('incidents:templates.deleteText')}
            confirmLabel={t('incidents:templates.delete')}
            action={`/desk/templates/${id}/delete`}
            danger
          />
        }
      />
      <Card className="max-w-3xl">
        <TemplateForm groups={groups} values={values} />
      </Card>
    </>
  )
}
