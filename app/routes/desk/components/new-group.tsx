import type { MetaFunction } from '@remix-run/node'
import { GroupForm } from '#app/components/desk/group-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { createGroup } from '#app/domain/components/create-group.ts'
import { groupSchema } from '#app/domain/components/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('component:manage', ({ t }) => ({
  title: t('desk:component.newGroup'),
}))

export const action = guardedAction('component:manage', (args) =>
  submitForm(args, groupSchema, async (input) => {
    await createGroup(args.ctx, input)
    return redirectWithToast('/desk/components', {
      kind: 'success',
      message: args.t('desk:component.groupCreated'),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewGroupPage() {
  const t = useTranslate()
  return (
    <>
      <PageHeader below="/desk/components" title={t('desk:component.newGroup')} />
      <Card className="max-w-2xl">
        <GroupForm submit={t('desk:component.addGroup')} />
      </Card>
    </>
  )
}
