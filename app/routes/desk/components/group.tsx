import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { GroupForm } from '#app/components/desk/group-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { readGroup } from '#app/domain/components/list-components.ts'
import { groupSchema } from '#app/domain/components/schemas.ts'
import { updateGroup } from '#app/domain/components/update-group.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('component:manage', async ({ ctx, params, locale }) => {
  const { group, components } = await readGroup(ctx, idParam(params.id, isPublicId))
  const { id, nameFr, nameEn } = group
  return { id, name: textIn(locale, group, 'name'), values: { nameFr, nameEn }, count: components.length }
})

export const action = guardedAction('component:manage', (args) =>
  submitForm(args, groupSchema, async (input) => {
    await updateGroup(args.ctx, { ...input, groupId: idParam(args.params.id, isPublicId) })
    const message = args.t('desk:component.groupSaved')
    return redirectWithToast('/desk/components', { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name }]

export default function GroupPage() {
  const t = useTranslate()
  const { id, name, values, count } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk/components"
        title={<bdi>{name}</bdi>}
        actions={
          <ConfirmDialog
            trigger={t('desk:component.deleteGroup')}
            title={t('desk:component.deleteGroupTitle', { name })}
            description={t('desk:component.deleteGroupText', { count })}
            confirmLabel={t('desk:component.deleteGroup')}
            action={`/desk/groups/${id}/delete`}
            danger
          />
        }
      />
      <Card className="max-w-2xl">
        <GroupForm values={values} submit={t('desk:component.save')} />
      </Card>
    </>
  )
}
