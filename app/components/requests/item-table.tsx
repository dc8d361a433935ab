import { Link } from '@remix-run/react'
import { Users } from 'lucide-react'
import { AccountLink } from '#app/components/requests/account-link.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import {
  type BatchReport,
  isRequestReason,
  type ListedItem,
  SHOWN_ITEMS,
  type ShownItems,
} from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ItemTableProps {
  items: readonly ListedItem[]
  shown: ShownItems
  counts: BatchReport['counts']
}

/** The accounts of a batch, one list for each way in which it went. */
export function ItemTable({ items, shown, counts }: ItemTableProps) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<ListedItem>[] = [
    {
      key: 'account',
      header: t('requests:items.account'),
      primary: true,
      cell: ({ accountId, name, siren }) => <AccountLink id={accountId} name={name} siren={siren} />,
    },
    shown === 'asked'
      ? {
          key: 'documents',
          header: t('requests:items.documents'),
          align: 'end',
          cell: ({ documents }) => formatNumber(locale, documents),
        }
      : {
          key: 'reason',
          header: t('requests:items.reason'),
          cell: ({ reason }) => (isRequestReason(reason) ? t(`requests:reason.${reason}`) : '—'),
        },
  ]
  return (
    <Card
      title={t('requests:items.title')}
      flush
      actions={
        <nav aria-label={t('requests:items.shown')} className="flex flex-wrap gap-1">
          {SHOWN_ITEMS.map((list) => (
            <Link
              key={list}
              to={`?show=${list}`}
              preventScrollReset
              aria-current={list === shown ? 'page' : undefined}
              className={buttonClass(list === shown ? 'secondary' : 'quiet', 'small')}
            >
              {t(`requests:items.${list}`, { number: formatNumber(locale, counts[list]) })}
            </Link>
          ))}
        </nav>
      }
    >
      <Table
        caption={t('requests:items.title')}
        columns={columns}
        rows={items}
        rowKey={({ accountId }) => accountId}
        empty={
          <EmptyState icon={Users} title={t('requests:items.none')}>
            {t('requests:items.noneWhy')}
          </EmptyState>
        }
      />
    </Card>
  )
}
