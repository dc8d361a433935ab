import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { formErrors, type RefusedForm } from '#app/components/subscribers/subscribe-form.tsx'
import { SubscriptionShell } from '#app/components/subscribers/subscription-shell.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { confirmSubscription, findPending } from '#app/domain/subscribers/confirm.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const handle = { noScript: true }
export const headers = () => ({ 'Cache-Control': 'no-store' })
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  ...(data ? [{ title: data.title }] : []),
  { name: 'robots', content: 'noindex' },
]

/** Looks and changes nothing: mail scanners open every link of a mail, some of them in a browser. */
export const loader = guardedLoader('public', async ({ ctx, params, services, t }) => {
  const pending = await findPending(ctx, params.token ?? '')
  const title = `${t('subscribers:confirm.title')} – ${services.provider.name}`
  return data({ title, pending, provider: services.provider }, { status: pending ? 200 : 410 })
})

/** The button. Only a POST of this page's own form gets here. */
export const action = guardedAction('public', (args) =>
  submitForm(args, z.strictObject({}), async () => {
    const { manageUrl } = await confirmSubscription(args.ctx, args.params.token ?? '')
    return redirect(`${manageUrl}?confirmed&lang=${args.locale}`)
  }),
)

export default function ConfirmPage() {
  const t = useTranslate()
  const locale = useLocale()
  const { pending, provider } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as RefusedForm | undefined
  if (!pending) {
    return (
      <SubscriptionShell provider={provider} title={t('subscribers:confirm.overTitle')}>
        <Card>
          <div className="flex flex-col items-start gap-4">
            <p className="text-sm text-ink">{t('subscribers:confirm.overText')}</p>
            <LinkButton to={`/status/subscribe?lang=${locale}`} variant="primary" className="max-sm:w-full">
              {t('subscribers:confirm.ask')}
            </LinkButton>
          </div>
        </Card>
      </SubscriptionShell>
    )
  }
  return (
    <SubscriptionShell provider={provider} title={t('subscribers:confirm.title')}>
      <Card>
        <form method="post" className="flex flex-col items-start gap-4">
          <FormErrors messages={formErrors(refused)} />
          <p className="max-w-full text-base break-words text-ink">
            {t('subscribers:confirm.text', { email: pending.email })}
          </p>
          <Button type="submit" variant="primary" size="large" className="max-sm:w-full">
            {t('subscribers:confirm.button')}
          </Button>
          <p className="text-sm text-ink-muted">{t('subscribers:confirm.ignore')}</p>
        </form>
      </Card>
    </SubscriptionShell>
  )
}
