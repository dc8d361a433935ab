import type { MetaFunction } from '@remix-run/node'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
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
  const [form, fields] = usePageForm(groupSchema)
  return (
    <>
      <PageHeader below="/desk/components" title={t('desk:component.newGroup')} />
      <Card className="max-w-2xl">
        <PageForm form={form}>
          <FormField meta={fields.nameFr} label={t('desk:component.groupFr')} />
          <FormField meta={fields.nameEn} label={t('desk:component.groupEn')} />
          <div>
            <SubmitButton className="max-sm:w-full">{t('desk:component.addGroup')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
