import type { MetaFunction } from '@remix-run/node'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { createAccount } from '#app/domain/accounts/create-account.ts'
import { createAccountSchema, LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { LOCALES } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('account:create', ({ t }) => ({ title: t('admin:newAccount.title') }))

export const action = guardedAction('account:create', (args) =>
  submitForm(args, createAccountSchema, async (input) => {
    const accountId = await createAccount(args.ctx, input)
    const toast = { kind: 'success', message: args.t('admin:newAccount.done') } as const
    return redirectWithToast(`/accounts/${accountId}`, toast)
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewAccountPage() {
  const t = useTranslate()
  const [form, fields] = usePageForm(createAccountSchema, {
    defaultValue: { department: '75', locale: 'fr' },
  })
  const legalForms = LEGAL_FORMS.map((value) => ({ value, label: t(`admin:newAccount.legalForms.${value}`) }))
  const languages = LOCALES.map((locale) => ({ value: locale, label: t(`language.${locale}`) }))
  return (
    <>
      <PageHeader below="/admin" title={t('admin:newAccount.title')} lead={t('admin:newAccount.lead')} />
      <PageForm form={form} className="flex max-w-2xl flex-col gap-6">
        <Card title={t('admin:newAccount.company')}>
          <div className="grid gap-5 sm:grid-cols-2">
            <FormField meta={fields.name} label={t('admin:newAccount.name')} className="sm:col-span-2" />
            <FormField
              meta={fields.siren}
              label={t('admin:newAccount.siren')}
              hint={t('admin:newAccount.sirenHint')}
              inputMode="numeric"
            />
            <FormField
              meta={fields.department}
              label={t('admin:newAccount.department')}
              hint={t('admin:newAccount.departmentHint')}
            />
            <FormField
              meta={fields.legalForm}
              label={t('admin:newAccount.legalForm')}
              control="select"
              options={legalForms}
              placeholder={t('choose')}
              className="sm:col-span-2"
            />
          </div>
        </Card>
        <Card title={t('admin:newAccount.member')}>
          <div className="grid gap-5 sm:grid-cols-2">
            <FormField meta={fields.memberName} label={t('admin:newAccount.memberName')} autoComplete="off" />
            <FormField
              meta={fields.locale}
              label={t('admin:newAccount.language')}
              control="select"
              options={languages}
            />
            <FormField
              meta={fields.email}
              label={t('admin:newAccount.email')}
              type="email"
              autoComplete="off"
              className="sm:col-span-2"
            />
          </div>
        </Card>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <SubmitButton className="max-sm:w-full">{t('admin:newAccount.submit')}</SubmitButton>
          <TextLink to="/admin/accounts/import" className="text-sm">
            {t('admin:newAccount.orImport')}
          </TextLink>
        </div>
      </PageForm>
    </>
  )
}
