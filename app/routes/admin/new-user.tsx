import type { MetaFunction } from '@remix-run/node'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { createStaff } from '#app/domain/access/create-staff.ts'
import { createStaffSchema, STAFF_ROLES } from '#app/domain/access/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { LOCALES } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('user:manage', ({ t }) => ({ title: t('admin:newUser.title') }))

export const action = guardedAction('user:manage', (args) =>
  submitForm(args, createStaffSchema, async (input) => {
    await createStaff(args.ctx, input)
    return redirectWithToast('/admin/users', { kind: 'success', message: args.t('admin:newUser.done') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewUserPage() {
  const t = useTranslate()
  const [form, fields] = usePageForm(createStaffSchema, { defaultValue: { locale: 'fr' } })
  const roles = STAFF_ROLES.map((role) => ({
    value: role,
    label: t(`role.${role}`),
    hint: t(`admin:newUser.roles.${role}`),
  }))
  return (
    <>
      <PageHeader below="/admin/users" title={t('admin:newUser.title')} lead={t('admin:newUser.lead')} />
      <Card className="max-w-2xl">
        <PageForm form={form}>
          <FormField meta={fields.name} label={t('admin:newUser.name')} autoComplete="off" />
          <FormField meta={fields.email} label={t('admin:newUser.email')} type="email" autoComplete="off" />
          <FormField meta={fields.role} label={t('admin:newUser.role')} control="radio" options={roles} />
          <FormField
            meta={fields.locale}
            label={t('admin:newUser.language')}
            control="select"
            options={LOCALES.map((locale) => ({ value: locale, label: t(`language.${locale}`) }))}
          />
          <div>
            <SubmitButton className="max-sm:w-full">{t('admin:newUser.submit')}</SubmitButton>
          </div>
        </PageForm>
      </Card>
    </>
  )
}
