import { data, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChoosePassword, DeadLink } from '#app/components/access/choose-password.tsx'
import { activate } from '#app/domain/access/activate.ts'
import { readLink } from '#app/domain/access/links.ts'
import { choosePasswordSchema } from '#app/domain/access/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { homeOf } from '#app/http/home.ts'
import { sessionToken, signedIn, visitorOf } from '#app/http/sign-in.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Looks at the link and leaves it unused. 410 for one that no longer opens, 404 for one that never did. */
export const loader = guardedLoader('public', async ({ ctx, params, t }) => {
  const link = await readLink(ctx, 'activation', params.token ?? '')
  if (!link) return data({ title: t('access:link.unknownTitle'), state: 'unknown' as const }, { status: 404 })
  if (link.state !== 'valid') {
    return data({ title: t(`access:link.${link.state}Title`), state: link.state }, { status: 410 })
  }
  const title = t('access:activation.title', { name: link.user.name })
  return data({ title, state: link.state, name: link.user.name, email: link.user.email })
})

export const action = guardedAction('public', (args) =>
  submitForm(args, choosePasswordSchema, async ({ password }) => {
    const input = { token: args.params.token ?? '', password }
    const session = await activate(args.ctx, input, visitorOf(args), await sessionToken(args))
    const toast = { kind: 'success', message: args.t('access:activation.done') } as const
    return redirectWithToast(homeOf(session.role), toast, await signedIn(args, session))
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ActivatePage() {
  const t = useTranslate()
  const link = useLoaderData<typeof loader>()
  if (link.state !== 'valid') return <DeadLink state={link.state} resend="/activate/resend" />
  return (
    <ChoosePassword
      title={t('access:activation.title', { name: link.name })}
      lead={t('access:activation.lead', { email: link.email })}
      submit={t('access:activation.submit')}
      email={link.email}
    />
  )
}
