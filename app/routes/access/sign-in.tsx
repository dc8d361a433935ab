import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { AuthShell } from '#app/components/shell/auth-shell.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { signInSchema } from '#app/domain/access/schemas.ts'
import { signIn } from '#app/domain/access/sign-in.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, safeReturn } from '#app/http/handlers.server.ts'
import { homeOf } from '#app/http/home.ts'
import { sessionToken, signedIn, visitorOf } from '#app/http/sign-in.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Whoever is signed in already goes where they wanted to. */
export const loader = guardedLoader('public', ({ user, url, t }) => {
  const returnTo = url.searchParams.get('returnTo')
  if (user) throw redirect(safeReturn(returnTo, homeOf(user.actor.role)))
  return { title: t('access:signIn.title'), returnTo: returnTo === null ? null : safeReturn(returnTo) }
})

export const action = guardedAction('public', (args) =>
  submitForm(args, signInSchema, async ({ returnTo, ...input }) => {
    const session = await signIn(args.ctx, input, visitorOf(args), await sessionToken(args))
    return redirect(safeReturn(returnTo, homeOf(session.role)), { headers: await signedIn(args, session) })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function SignInPage() {
  const t = useTranslate()
  const { returnTo } = useLoaderData<typeof loader>()
  const [form, fields] = usePageForm(signInSchema)
  return (
    <AuthShell
      title={t('access:signIn.title')}
      lead={t(returnTo ? 'access:signIn.leadReturn' : 'access:signIn.lead')}
      footer={<TextLink to="/activate/resend">{t('access:signIn.noMail')}</TextLink>}
    >
      <PageForm form={form}>
        {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
        <FormField
          meta={fields.email}
          label={t('access:signIn.email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <FormField
          meta={fields.password}
          label={t('access:signIn.password')}
          control="password"
          autoComplete="current-password"
        />
        <SubmitButton size="large">{t('access:signIn.submit')}</SubmitButton>
        <p className="text-center text-sm">
          <TextLink to="/password/forgot">{t('access:signIn.forgot')}</TextLink>
        </p>
      </PageForm>
    </AuthShell>
  )
}
