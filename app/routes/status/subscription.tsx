import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { followedGroups } from '#app/components/subscribers/followed-groups.ts'
import { ManageSubscription, StoppedSubscription } from '#app/components/subscribers/manage-subscription.tsx'
import type { RefusedForm } from '#app/components/subscribers/subscribe-form.tsx'
import { SubscriptionShell } from '#app/components/subscribers/subscription-shell.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { changePreferences } from '#app/domain/subscribers/preferences.ts'
import { readSubscription } from '#app/domain/subscribers/read-subscription.ts'
import { changeSubscriptionSchema, stopSubscriptionSchema } from '#app/domain/subscribers/schemas.ts'
import { unsubscribe } from '#app/domain/subscribers/unsubscribe.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const handle = { noScript: true }
export const headers = () => ({ 'Cache-Control': 'no-store' })
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  ...(data ? [{ title: data.title }] : []),
  { name: 'robots', content: 'noindex' },
]

export const loader = guardedLoader('public', async ({ ctx, params, services, locale, url, t }) => {
  const subscription = await readSubscription(ctx, params.id ?? '', params.token ?? '')
  return {
    ...subscription,
    title: `${t('subscribers:manage.title')} – ${services.provider.name}`,
    provider: services.provider,
    groups: followedGroups(services.snapshot.current()?.status, locale),
    done: (['confirmed', 'saved'] as const).find((what) => url.searchParams.has(what)),
  }
})

/** The page's two buttons, and the one-click of mail programs, which post without cookies (RFC 8058). */
export const action = guardedAction('public', async (args) => {
  const { ctx, params, url, locale } = args
  const { id = '', token = '' } = params
  const form = await args.form()
  if (form.get('List-Unsubscribe') === 'One-Click') {
    await unsubscribe(ctx, id, token)
    return null
  }
  if (form.get('intent') === 'stop') {
    return submitForm(args, stopSubscriptionSchema, async () => {
      await unsubscribe(ctx, id, token)
      return redirect(`${url.pathname}?lang=${locale}`)
    })
  }
  return submitForm(args, changeSubscriptionSchema, async ({ intent, ...wishes }) => {
    await changePreferences(ctx, id, token, wishes)
    return redirect(`${url.pathname}?saved&lang=${locale}`)
  })
})

export default function SubscriptionPage() {
  const t = useTranslate()
  const { email, status, wishes, provider, groups, done } = useLoaderData<typeof loader>()
  const refused = (useActionData<typeof action>() ?? undefined) as RefusedForm | undefined
  switch (status) {
    case 'confirmed':
      return (
        <SubscriptionShell
          provider={provider}
          title={t('subscribers:manage.title')}
          lead={t('subscribers:manage.lead', { email })}
        >
          {done && !refused && <Alert tone="positive">{t(`subscribers:manage.${done}`)}</Alert>}
          <ManageSubscription wishes={wishes} groups={groups} refused={refused} />
        </SubscriptionShell>
      )
    case 'unsubscribed':
      return <Stopped provider={provider} state="ended" email={email} />
    case 'suppressed':
      return <Stopped provider={provider} state="suppressed" email={email} />
    case 'pending':
      return <Stopped provider={provider} state="pending" email={email} />
  }
}

interface StoppedProps {
  provider: { name: string; supportEmail: string }
  state: 'ended' | 'suppressed' | 'pending'
  email: string
}

function Stopped({ provider, state, email }: StoppedProps) {
  const t = useTranslate()
  return (
    <SubscriptionShell provider={provider} title={t(`subscribers:manage.${state}Title`)}>
      <StoppedSubscription text={t(`subscribers:manage.${state}Text`, { email })} />
    </SubscriptionShell>
  )
}
