import { Link } from '@remix-run/react'
import { Search, Store } from 'lucide-react'
import { BucketPill } from '#app/components/accounts/bucket-pill.tsx'
import { formatSiren } from '#app/components/accounts/siren.ts'
import { StatePill } from '#app/components/accounts/state-pill.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import type { ListedAccount } from '#app/domain/accounts/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const OPEN_BUCKETS = ['past_due', 'currently_due', 'pending_verification', 'eventually_due'] as const

export function AccountTable({
  accounts,
  narrowed,
}: {
  accounts: readonly ListedAccount[]
  narrowed: boolean
}) {
  const t = useTranslate()
  const columns: Column<ListedAccount>[] = [
    {
      key: 'name',
      header: t('accounts:list.name'),
      primary: true,
      cell: (account) => (
        <Link to={`/accounts/${account.id}`} className="text-ink underline-offset-4 hover:underline">
          {account.name}
          <span className="tabular ml-2 font-normal whitespace-nowrap text-ink-subtle">
            {formatSiren(account.siren)}
          </span>
        </Link>
      ),
    },
    {
      key: 'form',
      header: t('review:declared.legalForm'),
      wideOnly: true,
      cell: (account) => (
        <span className="text-ink-muted">{t(`accounts:legalForm.${account.legalForm}`)}</span>
      ),
    },
    {
      key: 'state',
      header: t('accounts:list.state'),
      cell: (account) => <StatePill state={account.state} />,
    },
    { key: 'due', header: t('accounts:list.due'), cell: (account) => <Due due={account.due} /> },
  ]
  return (
    <Table
      caption={t('accounts:list.caption')}
      columns={columns}
      rows={accounts}
      rowKey={(account) => account.id}
      empty={
        narrowed ? (
          <EmptyState
            icon={Search}
            title={t('accounts:list.noMatch')}
            action={<LinkButton to="/accounts">{t('accounts:list.clear')}</LinkButton>}
          >
            {t('accounts:list.noMatchWhy')}
          </EmptyState>
        ) : (
          <EmptyState icon={Store} title={t('accounts:list.empty')}>
            {t('accounts:list.emptyWhy')}
          </EmptyState>
        )
      }
    />
  )
}

function Due({ due }: { due: ListedAccount['due'] }) {
  const t = useTranslate()
  const open = OPEN_BUCKETS.filter((bucket) => due[bucket] > 0)
  if (open.length === 0) return <span className="text-ink-subtle">{t('accounts:list.nothingDue')}</span>
  return (
    <span className="flex flex-wrap gap-1 max-md:justify-end">
      {open.map((bucket) => (
        <BucketPill key={bucket} bucket={bucket} count={due[bucket]} />
      ))}
    </span>
  )
}
