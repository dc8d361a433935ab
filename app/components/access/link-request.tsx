import { MailCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { AuthShell } from '#app/components/shell/auth-shell.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { linkRequestSchema } from '#app/domain/access/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface LinkRequestProps {
  title: ReactNode
  lead: ReactNode
  submit: ReactNode
  /** The answer has come: say the same to everybody. */
  sent: boolean
  /** This page, to try again. */
  path: string
}

/** Asks for an address to mail a link to; then says that it may be on its way, whoever asked. */
export function LinkRequest({ title, lead, submit, sent, path }: LinkRequestProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(linkRequestSchema)
  const footer = <TextLink to="/sign-in">{t('access:backToSignIn')}</TextLink>
  if (sent) {
    return (
      <AuthShell title={t('access:sent.title')} footer={footer}>
        <MailCheck className="size-8 text-positive" strokeWidth={1.5} aria-hidden />
        <p className="mt-4 text-base text-ink md:text-sm">{t('access:sent.text')}</p>
        <p className="mt-3 text-sm text-ink-muted">{t('access:sent.spam')}</p>
        <p className="mt-5 text-sm">
          <TextLink to={path}>{t('access:sent.again')}</TextLink>
        </p>
      </AuthShell>
    )
  }
  return (
    <AuthShell title={title} lead={lead} footer={footer}>
      <PageForm form={form}>
        <FormField
          meta={fields.email}
          label={t('access:signIn.email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <SubmitButton size="large">{submit}</SubmitButton>
      </PageForm>
    </AuthShell>
  )
}
