import { Link } from '@remix-run/react'
import { Send } from 'lucide-react'
import { BatchStatus } from '#app/components/requests/batch-status.tsx'
import { whatWords, whomWords } from '#app/components/requests/choice-words.ts'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { AskableType, BatchReport } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface BatchTableProps {
  batches: readonly BatchReport[]
  types: readonly AskableType[]
}

/** The batches, newest first: what is asked of whom, and how far it is. */
export function BatchTable({ batches, types }: BatchTableProps) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<BatchReport>[] = [
    {
      key: 'what',
      header: t('requests:list.what'),
      primary: true,
      cell: (batch) => (
        <Link to={`/requests/${batch.id}`} className="text-ink underline-offset-4 hover:underline">
          {whatWords(t, locale, batch)}
        </Link>
      ),
    },
    {
      key: 'whom',
      header: t('requests:list.whom'),
      cell: (batch) => (
        <span className="break-words text-ink-muted">{whomWords(t, locale, batch, types).join(' · ')}</span>
      ),
    },
    { key: 'state', header: t('requests:list.state'), cell: (batch) => <BatchStatus batch={batch} /> },
    {
      key: 'progress',
      header: t('requests:list.progress'),
      align: 'end',
      cell: ({ status, counts }) =>
        status === 'prepared'
          ? '—'
          : t('requests:progressText', {
              count: counts.asked,
              done: formatNumber(locale, counts.asked),
              total: formatNumber(locale, counts.asked + counts.waiting + counts.failed + counts.cancelled),
            }),
    },
    {
      key: 'date',
      header: t('requests:list.date'),
      cell: (batch) => (
        <>
          <Time at={batch.createdAt} withZone={false} />
          <span className="block text-ink-muted">{batch.createdBy}</span>
        </>
      ),
    },
  ]
  return (
    <Table
      caption={t('requests:list.caption')}
      columns={columns}
      rows={batches}
      rowKey={({ id }) => id}
      empty={
        <EmptyState icon={Send} title={t('requests:list.empty')}>
          {t('requests:list.emptyWhy')}
        </EmptyState>
      }
    />
  )
}
