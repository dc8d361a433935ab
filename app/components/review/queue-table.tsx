import { Link } from '@remix-run/react'
import { Clock, FileSearch, Inbox, PauseCircle, TimerOff } from 'lucide-react'
import { Badge, StatusPill } from '#app/components/ui/badge.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { PromisedDay, Urgency } from '#app/domain/reviews/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface QueueRow {
  submissionId: string
  urgency: Urgency
  accountName: string
  documentName: Bilingual
  subject: string
  submittedAt: Date
  answerBy: PromisedDay
  deadlineAt: Date | null
}

const SIGNS = {
  suspended: { tone: 'critical', icon: PauseCircle },
  past_due: { tone: 'caution', icon: TimerOff },
  in_time: { tone: 'neutral', icon: Clock },
} as const

/** Why an item stands where it does. */
function UrgencyPill({ urgency }: { urgency: Urgency }) {
  const t = useTranslate()
  return <StatusPill {...SIGNS[urgency]}>{t(`review:urgency.${urgency}`)}</StatusPill>
}

export function QueueTable({ items, isSearch }: { items: readonly QueueRow[]; isSearch: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<QueueRow>[] = [
    {
      key: 'account',
      header: t('review:queue.account'),
      primary: true,
      cell: (item) => (
        <Link
          to={`/review/${item.submissionId}`}
          prefetch="intent"
          className="font-medium text-ink underline-offset-4 hover:underline"
        >
          {item.accountName}
        </Link>
      ),
    },
    {
      key: 'document',
      header: t('review:queue.document'),
      cell: (item) => (
        <>
          {item.documentName[locale]}
          {item.subject && <span className="text-ink-muted"> · {item.subject}</span>}
        </>
      ),
    },
    {
      key: 'urgency',
      header: t('review:queue.urgency'),
      cell: (item) => <UrgencyPill urgency={item.urgency} />,
    },
    {
      key: 'deadline',
      header: t('review:queue.deadline'),
      cell: (item) =>
        item.deadlineAt ? (
          <Time at={item.deadlineAt} style="date" withZone={false} />
        ) : (
          <span className="text-ink-subtle">{t('review:noDeadline')}</span>
        ),
    },
    {
      key: 'received',
      header: t('review:queue.received'),
      align: 'end',
      cell: (item) => <Time at={item.submittedAt} style="date" withZone={false} />,
    },
    {
      key: 'promised',
      header: t('review:queue.promised'),
      align: 'end',
      cell: ({ answerBy: { by, passed } }) => (
        <span className="inline-flex flex-col items-end gap-1">
          <Time at={by} style="date" withZone={false} />
          {passed && <Badge tone="critical">{t('review:queue.late')}</Badge>}
        </span>
      ),
    },
  ]
  return (
    <Table
      caption={t('review:queue.caption')}
      columns={columns}
      rows={items}
      rowKey={(item) => item.submissionId}
      empty={
        isSearch ? (
          <EmptyState
            icon={FileSearch}
            title={t('review:queue.noMatch')}
            action={<LinkButton to="/review">{t('review:queue.clear')}</LinkButton>}
          >
            {t('review:queue.noMatchWhy')}
          </EmptyState>
        ) : (
          <EmptyState icon={Inbox} title={t('review:queue.empty')}>
            {t('review:queue.emptyWhy')}
          </EmptyState>
        )
      }
    />
  )
}
