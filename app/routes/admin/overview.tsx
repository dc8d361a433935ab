import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FileUp, KeyRound, Plus, Scale, UserPlus, Users, Webhook } from 'lucide-react'
import { NextSteps } from '#app/components/admin/next-steps.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { readAdminOverview } from '#app/domain/access/list-users.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('user:manage', async ({ ctx, t }) => ({
  title: t('admin:title'),
  ...(await readAdminOverview(ctx)),
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function AdminOverviewPage() {
  const t = useTranslate()
  const locale = useLocale()
  const overview = useLoaderData<typeof loader>()
  const figures = ['accounts', 'members', 'staff', 'invited'] as const
  const actions = [
    { to: '/admin/accounts/new', label: t('admin:newAccount.title'), icon: Plus },
    { to: '/admin/accounts/import', label: t('admin:import.title'), icon: FileUp },
    { to: '/admin/users/new', label: t('admin:users.add'), icon: UserPlus },
    { to: '/admin/users', label: t('admin:users.title'), icon: Users },
    { to: '/admin/policy', label: t('policy:title'), icon: Scale },
    { to: '/admin/api-keys', label: t('api:title'), icon: KeyRound },
    { to: '/admin/webhooks', label: t('webhooks:title'), icon: Webhook },
  ]
  return (
    <>
      <PageHeader title={t('admin:title')} lead={t('admin:lead')} />
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
        {figures.map((figure) => (
          <div key={figure} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 md:px-5">
            <dt className="text-sm text-ink-muted">{t(`admin:${figure}`)}</dt>
            <dd className="tabular text-xl font-semibold text-ink">
              {formatNumber(locale, overview[figure])}
            </dd>
          </div>
        ))}
      </dl>
      <NextSteps overview={overview} />
      <Card title={t('admin:do.title')}>
        <div className="flex flex-wrap gap-2">
          {actions.map(({ to, label, icon: Icon }) => (
            <LinkButton key={to} to={to} className="max-sm:w-full">
              <Icon className="size-4" aria-hidden />
              {label}
            </LinkButton>
          ))}
        </div>
      </Card>
    </>
  )
}
