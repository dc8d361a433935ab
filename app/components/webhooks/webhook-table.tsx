import { Webhook } from 'lucide-react'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { WebhookStatePill } from '#app/components/webhooks/webhook-state.tsx'
import type { WebhookView } from '#app/components/webhooks/webhook-types.ts'
import { EVENT_TYPES } from '#app/domain/webhooks/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Every endpoint with how it does. */
export function WebhookTable({ webhooks }: { webhooks: readonly WebhookView[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<WebhookView>[] = [
    {
      key: 'address',
      header: t('webhooks:address'),
      primary: true,
      cell: (webhook) => (
        <span className="flex min-w-0 flex-col [overflow-wrap:anywhere]">
          <TextLink to={`/admin/webhooks/${webhook.id}`}>{webhook.host}</TextLink>
          <span className="font-normal text-ink-muted">
            <bdi>{webhook.description || new URL(webhook.url).pathname}</bdi>
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      header: t('webhooks:state'),
      cell: (webhook) => <WebhookStatePill webhook={webhook} />,
    },
    {
      key: 'events',
      header: t('webhooks:events'),
      cell: ({ events }) =>
        events.length === EVENT_TYPES.length ? (
          t('webhooks:allEvents')
        ) : (
          <span className="flex flex-col font-mono text-xs leading-5 text-ink-muted">
            {events.map((type) => (
              <span key={type}>{type}</span>
            ))}
          </span>
        ),
    },
    {
      key: 'waiting',
      header: t('webhooks:waiting'),
      align: 'end',
      cell: ({ queued }) => <span className="tabular">{formatNumber(locale, queued)}</span>,
    },
    {
      key: 'failed',
      header: t('webhooks:failed'),
      align: 'end',
      cell: ({ failed }) => <span className="tabular">{formatNumber(locale, failed)}</span>,
    },
    {
      key: 'last',
      header: t('webhooks:lastDelivered'),
      align: 'end',
      cell: ({ deliveredAt }) =>
        deliveredAt ? <Time at={deliveredAt} withZone={false} /> : t('webhooks:never'),
    },
  ]
  return (
    <Table
      caption={t('webhooks:title')}
      columns={columns}
      rows={webhooks}
      rowKey={({ id }) => id}
      empty={
        <EmptyState
          icon={Webhook}
          title={t('webhooks:emptyTitle')}
          action={<LinkButton to="/admin/webhooks/new">{t('webhooks:new')}</LinkButton>}
        >
          {t('webhooks:emptyText')}
        </EmptyState>
      }
    />
  )
}
