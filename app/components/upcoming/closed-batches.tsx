import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { ClosedBatch } from '#app/domain/breaker/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** How the breaker's earlier batches ended; nothing while there are none. */
export function ClosedBatches({ batches }: { batches: readonly ClosedBatch[] }) {
  const t = useTranslate()
  const locale = useLocale()
  if (batches.length === 0) return null
  const columns: Column<ClosedBatch>[] = [
    {
      key: 'held',
      header: t('upcoming:held.past.held'),
      primary: true,
      cell: ({ heldAt }) => <Time at={heldAt} withZone={false} />,
    },
    {
      key: 'accounts',
      header: t('upcoming:held.past.accounts'),
      cell: ({ accounts }) => <span className="tabular">{formatNumber(locale, accounts)}</span>,
    },
    {
      key: 'outcome',
      header: t('upcoming:held.past.outcome'),
      cell: ({ status, isWaiting }) => (
        <Badge tone={status === 'released' ? 'caution' : 'neutral'}>
          {t(`upcoming:held.past.${isWaiting ? 'waiting' : status}`)}
        </Badge>
      ),
    },
    {
      key: 'by',
      header: t('upcoming:held.past.by'),
      cell: ({ by }) => by ?? t('upcoming:held.past.job'),
    },
    { key: 'note', header: t('upcoming:held.past.note'), cell: ({ note }) => note || '—' },
  ]
  return (
    <Card title={t('upcoming:held.past.title')} flush>
      <Table
        caption={t('upcoming:held.past.caption')}
        columns={columns}
        rows={batches}
        rowKey={({ id }) => id}
      />
    </Card>
  )
}
