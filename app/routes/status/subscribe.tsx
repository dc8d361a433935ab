import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { MailCheck } from 'lucide-react'
import { followedGroups } from '#app/components/subscribers/followed-groups.ts'
import { type RefusedForm, SubscribeForm } from '#app/components/subscribers/subscribe-form.tsx'
import { SubscriptionShell } from '#app/components/subscribers/subscription-shell.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { subscribeSchema } from '#app/domain/subscribers/schemas.ts'
import { subscribe } from '#app/domain/subscribers/subscribe.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction } from '#app/http/handlers.server.ts'
import { publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const handle = { noScript: true }
export const headers = () => ({ 'Cache-Control': 'no-store' })
export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? [{ title: data.title }] : [])

export const loader = publicLoader(({ snapshot, provider, locale, url }) => ({
  title: `${translator(locale)('subscribers:subscribe.title')} – ${provider.name}`,
  provider,
  groups: followedGroups(snapshot?.status, locale),
  sent: url.searchParams.has('sent'),
}))

/** One and the same answer for every address. */
export const action = guardedAction('public', (args) =>
  submitForm(args, subscribeSchema, async (input) => {
    await subscribe(args.ctx, input, args.address)
    return redirect(`/status/subscribe?sent&lang=${args.locale}`)
  }),
)

export default function SubscribePage() {
  const t = useTranslate()
  const locale = useLocale()
  const { provider, groups, sent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as RefusedForm | undefined
  if (sent && !refused) {
    return (
      <SubscriptionShell provider={provider} title={t('subscribers:subscribe.title')}>
        <Card>
          <EmptyState
            icon={MailCheck}
            title={t('subscribers:subscribe.sentTitle')}
            action={
              <LinkButton to={`/status/subscribe?lang=${locale}`}>
                {t('subscribers:subscribe.again')}
              </LinkButton>
            }
          >
            {t('subscribers:subscribe.sentText')}
          </EmptyState>
        </Card>
      </SubscriptionShell>
    )
  }
  return (
    <SubscriptionShell
      provider={provider}
      title={t('subscribers:subscribe.title')}
      lead={t('subscribers:subscribe.lead')}
    >
      <Card>
        <SubscribeForm locale={locale} groups={groups} refused={refused} />
      </Card>
    </SubscriptionShell>
  )
}
