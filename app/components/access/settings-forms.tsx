import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { changePasswordSchema, profileSchema } from '#app/domain/access/schemas.ts'
import { LOCALES, type Locale } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type FormOptions = NonNullable<Parameters<typeof usePageForm>[1]>
/** The action's answer, where it is this form's. */
type Answer = FormOptions['answer']

interface ProfileFormProps {
  profile: { name: string; locale: Locale }
  answer: Answer
}

/** Name and language. */
export function ProfileForm({ profile, answer }: ProfileFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(profileSchema, {
    id: 'profile',
    defaultValue: { intent: 'profile', ...profile },
    answer: answer ?? null,
  })
  const languages = LOCALES.map((locale) => ({ value: locale, label: t(`language.${locale}`) }))
  return (
    <Card title={t('access:settings.profile')}>
      <PageForm form={form} className="flex max-w-md flex-col gap-5">
        <input type="hidden" name="intent" value="profile" />
        <FormField meta={fields.name} label={t('access:settings.name')} autoComplete="name" />
        <FormField
          meta={fields.locale}
          label={t('access:settings.language')}
          hint={t('access:settings.languageHint')}
          control="select"
          options={languages}
        />
        <div>
          <SubmitButton variant="secondary">{t('save')}</SubmitButton>
        </div>
      </PageForm>
    </Card>
  )
}

/** The current password, and the one to come. */
export function PasswordForm({ email, answer }: { email: string; answer: Answer }) {
  const t = useTranslate()
  const [form, fields] = usePageForm(changePasswordSchema, { id: 'password', answer: answer ?? null })
  return (
    <Card title={t('access:settings.password')} lead={t('access:settings.passwordLead')}>
      <PageForm form={form} className="flex max-w-md flex-col gap-5">
        <input type="hidden" name="intent" value="password" />
        <input type="text" autoComplete="username" value={email} readOnly hidden aria-hidden />
        <FormField
          meta={fields.current}
          label={t('access:settings.currentPassword')}
          control="password"
          autoComplete="current-password"
        />
        <FormField
          meta={fields.password}
          label={t('access:password.new')}
          hint={t('access:password.hint')}
          control="password"
          autoComplete="new-password"
        />
        <div>
          <SubmitButton variant="secondary">{t('access:settings.changePassword')}</SubmitButton>
        </div>
      </PageForm>
    </Card>
  )
}
