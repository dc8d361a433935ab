import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkRequest } from '#app/components/access/link-request.tsx'
import { requestLink } from '#app/domain/access/request-link.ts'
import { linkRequestSchema } from '#app/domain/access/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('public', ({ url, t }) => ({
  title: t('access:reset.title'),
  sent: url.searchParams.has('sent'),
}))

/** One and the same answer for every address. */
export const action = guardedAction('public', (args) =>
  submitForm(args, linkRequestSchema, async (input) => {
    await requestLink(args.ctx, input, { address: args.address })
    return redirect('/password/forgot?sent')
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ForgotPasswordPage() {
  const t = useTranslate()
  const { sent } = useLoaderData<typeof loader>()
  return (
    <LinkRequest
      title={t('access:reset.title')}
      lead={t('access:reset.lead')}
      submit={t('access:reset.submit')}
      sent={sent}
      path="/password/forgot"
    />
  )
}
