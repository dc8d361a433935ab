import { type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkRequest } from '#app/components/access/link-request.tsx'
import { requestLink } from '#app/domain/access/request-link.ts'
import { linkRequestSchema } from '#app/domain/access/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('public', ({ url, t }) => ({
  title: t('access:activation.resendTitle'),
  sent: url.searchParams.has('sent'),
}))

/** One and the same answer for every address. */
export const action = guardedAction('public', (args) =>
  submitForm(args, linkRequestSchema, async (input) => {
    await requestLink(args.ctx, input, { address: args.address })
    return redirect('/activate/resend?sent')
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ResendActivationPage() {
  const t = useTranslate()
  const { sent } = useLoaderData<typeof loader>()
  return (
    <LinkRequest
      title={t('access:activation.resendTitle')}
      lead={t('access:activation.resendLead')}
      submit={t('access:activation.resendSubmit')}
      sent={sent}
      path="/activate/resend"
    />
  )
}
