import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AccountTable } from '#app/components/accounts/account-table.tsx'
import { SearchBar } from '#app/components/review/search-bar.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { listAccounts } from '#app/domain/accounts/list-accounts.ts'
import { ACCOUNT_STATES, accountQuerySchema } from '#app/domain/accounts/schemas.ts'
import { DUE_BUCKETS } from '#app/domain/due/schemas.ts'
import { loader as guarded } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Accounts by name, searched and filtered through the address. */
export const loader = guarded('account:list', async ({ ctx, url, t }) => {
  const query = accountQuerySchema.parse(Object.fromEntries(url.searchParams))
  const { accounts, next } = await listAccounts(ctx, query)
  const { after, ...filters } = query
  const kept = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const address = (more: Record<string, string> = {}) => {
    const search = new URLSearchParams([...kept, ...Object.entries(more)]).toString()
    return search ? `/accounts?${search}` : '/accounts'
  }
  return {
    title: t('accounts:title'),
    accounts,
    filters,
    narrowed: kept.length > 0,
    next: next && address({ after: next }),
    first: after ? address() : null,
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function AccountsPage() {
  const t = useTranslate()
  const { accounts, filters, narrowed, next, first } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title={t('accounts:title')} lead={t('accounts:list.lead')} />
      <SearchBar
        key={JSON.stringify(filters)}
        search={filters.search ?? ''}
        label={t('accounts:list.search')}
        clear={t('accounts:list.clear')}
        clearTo={narrowed ? '/accounts' : undefined}
      >
        <div className="w-full md:w-44">
          <Select
            name="state"
            aria-label={t('accounts:list.state')}
            placeholder={t('accounts:list.anyState')}
            options={ACCOUNT_STATES.map((value) => ({ value, label: t(`accounts:state.${value}`) }))}
            defaultValue={filters.state ?? ''}
          />
        </div>
        <div className="w-full md:w-56">
          <Select
            name="bucket"
            aria-label={t('accounts:list.due')}
            placeholder={t('accounts:list.anyBucket')}
            options={DUE_BUCKETS.map((value) => ({ value, label: t(`requirements:due.${value}`) }))}
            defaultValue={filters.bucket ?? ''}
          />
        </div>
      </SearchBar>
      <Card flush>
        <AccountTable accounts={accounts} narrowed={narrowed} />
      </Card>
      <Pagination first={first} next={next} />
    </>
  )
}
