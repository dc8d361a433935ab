import { data, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChoosePassword, DeadLink } from '#app/components/access/choose-password.tsx'
import { readLink } from '#app/domain/access/links.ts'
import { resetPassword } from '#app/domain/access/reset-password.ts'
import { choosePasswordSchema } from '#app/domain/access/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { signOut } from '#app/http/sign-in.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Looks at the link and leaves it unused. 410 for one that no longer opens, 404 for one that never did. */
export const loader = guardedLoader('public', async ({ ctx, params, t }) => {
  const link = await readLink(ctx, 'password_reset', params.token ?? '')
  if (!link) return data({ title: t('access:link.unknownTitle'), state: 'unknown' as const }, { status: 404 })
  if (link.state !== 'valid') {
    return data({ title: t(`access:link.${link.state}Title`), state: link.state }, { status: 410 })
  }
  const title = t('access:reset.chooseTitle')
  return data({ title, state: link.state, email: link.user.email })
})

/** Also ends a session that is open in this browser: whoever it belongs to, the new password is asked for. */
export const action = guardedAction('public', (args) =>
  submitForm(args, choosePasswordSchema, async ({ password }) => {
    await resetPassword(args.ctx, { token: args.params.token ?? '', password })
    const toast = { kind: 'success', message: args.t('access:reset.done') } as const
    return redirectWithToast('/sign-in', toast, await signOut(args))
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ResetPasswordPage() {
  const t = useTranslate()
  const link = useLoaderData<typeof loader>()
  if (link.state !== 'valid') return <DeadLink state={link.state} resend="/password/forgot" />
  return (
    <ChoosePassword
      title={t('access:reset.chooseTitle')}
      lead={t('access:reset.chooseLead', { email: link.email })}
      submit={t('access:reset.chooseSubmit')}
      email={link.email}
    />
  )
}
