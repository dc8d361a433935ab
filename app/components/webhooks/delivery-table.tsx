import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Inbox } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { DeliveryResult } from '#app/components/webhooks/delivery-result.tsx'
import { SendAgain, SendFailedAgain } from '#app/components/webhooks/send-again.tsx'
import type { DeliveryView, LedgerView, WebhookView } from '#app/components/webhooks/webhook-types.ts'
import { DELIVERY_GROUPS } from '#app/domain/webhooks/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface DeliveryTableProps {
  webhook: WebhookView
  ledger: LedgerView
}

/** What was sent to an endpoint or waits for it, and what can be sent again. */
export function DeliveryTable({ webhook, ledger }: DeliveryTableProps) {
  const t = useTranslate()
  const { group, deliveries, first, next } = ledger
  const mayResend = webhook.status === 'enabled'
  return (
    <>
      <Card
        flush
        title={t('webhooks:ledger')}
        lead={t('webhooks:ledgerLead')}
        actions={mayResend && webhook.failed > 0 && <SendFailedAgain count={webhook.failed} />}
      >
        <GroupTabs current={group} />
        <Table
          caption={t('webhooks:ledger')}
          columns={useColumns(webhook.id, mayResend && deliveries.some(({ status }) => status !== 'queued'))}
          rows={deliveries}
          rowKey={({ id }) => String(id)}
          empty={
            <EmptyState icon={Inbox} title={t(group === 'all' ? 'webhooks:none' : 'webhooks:noneOfGroup')}>
              {group === 'all' && t('webhooks:noneText')}
            </EmptyState>
          }
        />
      </Card>
      <Pagination first={first} next={next} />
    </>
  )
}

function useColumns(webhookId: string, mayResend: boolean): Column<DeliveryView>[] {
  const t = useTranslate()
  return [
    {
      key: 'message',
      header: t('webhooks:message'),
      primary: true,
      cell: ({ id, type, accountName }) => (
        <span className="flex min-w-0 flex-col">
          <TextLink to={`/admin/webhooks/${webhookId}/deliveries/${id}`} className="self-start">
            <code className="font-mono text-sm">{type}</code>
          </TextLink>
          <span className="font-normal text-ink-muted">
            <bdi>{accountName}</bdi>
          </span>
        </span>
      ),
    },
    { key: 'state', header: t('webhooks:state'), cell: (delivery) => <DeliveryResult delivery={delivery} /> },
    {
      key: 'answer',
      header: t('webhooks:answer'),
      cell: ({ outcome, httpStatus, status, nextAttemptAt, attempts }) => (
        <>
          {outcome ? t(`webhooks:outcome.${outcome}`, { status: httpStatus }) : '—'}
          {status === 'queued' && attempts > 0 && (
            <span className="block text-ink-muted">
              {t('webhooks:nextAttempt')} <Time at={nextAttemptAt} withZone={false} />
            </span>
          )}
        </>
      ),
    },
    {
      key: 'attempts',
      header: t('webhooks:attempts'),
      align: 'end',
      cell: ({ attempts }) => <span className="tabular">{attempts}</span>,
    },
    {
      key: 'at',
      header: t('webhooks:at'),
      align: 'end',
      cell: ({ createdAt }) => <Time at={createdAt} withZone={false} />,
    },
    {
      key: 'actions',
      header: t('actions'),
      align: 'end',
      // On phones it stands on the page of the message.
      wideOnly: true,
      cell: (delivery) => mayResend && delivery.status !== 'queued' && <SendAgain delivery={delivery} />,
    },
  ]
}

function GroupTabs({ current }: { current: LedgerView['group'] }) {
  const t = useTranslate()
  return (
    <nav aria-label={t('webhooks:groups')} className="flex flex-wrap gap-1 border-b border-line px-3 py-2">
      {DELIVERY_GROUPS.map((group) => (
        <Link
          key={group}
          to={group === 'all' ? '?' : `?group=${group}`}
          aria-current={group === current ? 'page' : undefined}
          preventScrollReset
          className={clsx(
            'inline-flex min-h-11 items-center rounded-md px-3 text-sm md:min-h-8',
            group === current
              ? 'bg-hover font-medium text-ink'
              : 'text-ink-muted hover:bg-hover hover:text-ink',
          )}
        >
          {t(`webhooks:group.${group}`)}
        </Link>
      ))}
    </nav>
  )
}
