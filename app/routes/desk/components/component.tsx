import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ComponentForm } from '#app/components/desk/component-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { readComponent } from '#app/domain/components/list-components.ts'
import { componentSchema } from '#app/domain/components/schemas.ts'
import { updateComponent } from '#app/domain/components/update-component.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { componentValues, groupChoices } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('component:manage', async ({ ctx, params, locale }) => {
  const component = await readComponent(ctx, idParam(params.id, isPublicId))
  return {
    id: component.id,
    name: textIn(locale, component, 'name'),
    values: componentValues(component),
    groups: await groupChoices(ctx, locale),
  }
})

export const action = guardedAction('component:manage', (args) =>
  submitForm(args, componentSchema, async (input) => {
    await updateComponent(args.ctx, { ...input, componentId: idParam(args.params.id, isPublicId) })
    return redirectWithToast('/desk/components', {
      kind: 'success',
      message: args.t('desk:component.saved'),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name }]

export default function ComponentPage() {
  const t = useTranslate()
  const { id, name, values, groups } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk/components"
        title={<bdi>{name}</bdi>}
        actions={
          <ConfirmDialog
            trigger={t('desk:component.archive')}
            title={t('desk:component.archiveTitle', { name })}
            description={t('desk:component.archiveText')}
            confirmLabel={t('desk:component.archive')}
            action={`/desk/components/${id}/archive`}
            danger
          />
        }
      />
      <Card className="max-w-3xl">
        <ComponentForm groups={groups} values={values} />
      </Card>
    </>
  )
}
