import type { ReactNode } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { AuthShell } from '#app/components/shell/auth-shell.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { choosePasswordSchema } from '#app/domain/access/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ChoosePasswordProps {
  title: ReactNode
  lead: ReactNode
  submit: ReactNode
  /** Whose password it will be: password managers file it under this name. */
  email: string
}

/** One new password behind a mailed link. */
export function ChoosePassword({ title, lead, submit, email }: ChoosePasswordProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(choosePasswordSchema)
  return (
    <AuthShell title={title} lead={lead}>
      <PageForm form={form}>
        <input type="text" autoComplete="username" value={email} readOnly hidden aria-hidden />
        <FormField
          meta={fields.password}
          label={t('access:password.new')}
          hint={t('access:password.hint')}
          control="password"
          autoComplete="new-password"
        />
        <SubmitButton size="large">{submit}</SubmitButton>
      </PageForm>
    </AuthShell>
  )
}

/** A link that no longer opens: why, and how to get another. */
export function DeadLink({ state, resend }: { state: 'expired' | 'used' | 'unknown'; resend: string }) {
  const t = useTranslate()
  return (
    <AuthShell
      title={t(`access:link.${state}Title`)}
      footer={<TextLink to="/sign-in">{t('access:backToSignIn')}</TextLink>}
    >
      <p className="text-base text-ink-muted md:text-sm">{t(`access:link.${state}Text`)}</p>
      <p className="mt-6">
        <LinkButton to={resend} variant="primary" size="large" className="w-full">
          {t('access:link.another')}
        </LinkButton>
      </p>
    </AuthShell>
  )
}
