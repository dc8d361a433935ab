import type { ReactNode } from 'react'
import { Breadcrumbs } from '#app/components/ui/breadcrumbs.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface WebhookHeaderProps {
  title: ReactNode
  lead?: ReactNode
  status?: ReactNode
  actions?: ReactNode
  /** The endpoint that the page is a part of. */
  webhook?: { id: string; host: string }
}

/** The head of a page below the list of endpoints. */
export function WebhookHeader({ webhook, ...header }: WebhookHeaderProps) {
  const t = useTranslate()
  const above = [
    { to: '/admin', label: t('admin:title') },
    { to: '/admin/webhooks', label: t('webhooks:title') },
    ...(webhook ? [{ to: `/admin/webhooks/${webhook.id}`, label: webhook.host }] : []),
  ]
  return <PageHeader above={<Breadcrumbs items={above} />} {...header} />
}
