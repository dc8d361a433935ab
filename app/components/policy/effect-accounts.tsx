import { Users } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type Capability = 'payments' | 'payouts'

interface Different {
  accountId: string
  name: string
  before: readonly Capability[]
  after: readonly Capability[]
}
interface Differing {
  count: number
  first: readonly Different[]
}

/** Who would be treated otherwise, now and in a week: the first by name, with exact counts. */
export function DifferentAccounts({ now, later }: { now: Differing; later: Differing }) {
  const t = useTranslate()
  const locale = useLocale()
  const counted = ({ count }: Differing) => ({ count, formatted: formatNumber(locale, count) })
  if (now.count + later.count === 0) {
    return (
      <Card title={t('policy:effect.accounts')} flush>
        <EmptyState icon={Users} title={t('policy:effect.nobody')}>
          {t('policy:effect.nobodyText')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <>
      {now.count > 0 && <AccountsCard title={t('policy:effect.accountsNow', counted(now))} differing={now} />}
      {later.count > 0 && (
        <AccountsCard title={t('policy:effect.accountsLater', counted(later))} differing={later} />
      )}
    </>
  )
}

function AccountsCard({ title, differing }: { title: string; differing: Differing }) {
  const t = useTranslate()
  const what = (withheld: readonly Capability[]) => {
    const [first] = withheld
    return first ? (
      t(`policy:ladder.withheld.${withheld.length > 1 ? 'both' : first}`)
    ) : (
      <span className="text-ink-muted">{t('policy:effect.nothing')}</span>
    )
  }
  const columns: Column<Different>[] = [
    {
      key: 'account',
      header: t('policy:effect.account'),
      primary: true,
      cell: ({ accountId, name }) => (
        <TextLink to={`/accounts/${accountId}`}>
          <bdi>{name}</bdi>
        </TextLink>
      ),
    },
    { key: 'before', header: t('policy:effect.before'), cell: ({ before }) => what(before) },
    { key: 'after', header: t('policy:effect.after'), cell: ({ after }) => what(after) },
  ]
  const lead =
    differing.count > differing.first.length
      ? t('policy:effect.firstOnly', { count: differing.first.length })
      : undefined
  return (
    <Card title={title} lead={lead} flush>
      <Table caption={title} columns={columns} rows={differing.first} rowKey={({ accountId }) => accountId} />
    </Card>
  )
}

interface UnfoundedProps {
  unfounded: { count: number; first: readonly { accountId: string; name: string }[] }
}

/** Restrictions that the draft would not have imposed, and what becomes of them. */
export function UnfoundedCard({ unfounded: { count, first } }: UnfoundedProps) {
  const t = useTranslate()
  if (count === 0) return null
  return (
    <Card title={t('policy:effect.unfoundedTitle')} lead={t('policy:effect.unfoundedText')} flush>
      <ul className="divide-y divide-line text-sm">
        {first.map(({ accountId, name }) => (
          <li key={accountId} className="px-4 py-2.5 md:px-5">
            <TextLink to={`/accounts/${accountId}`}>
              <bdi>{name}</bdi>
            </TextLink>
          </li>
        ))}
      </ul>
      {count > first.length && (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-muted md:px-5">
          {t('policy:effect.firstOnly', { count: first.length })}
        </p>
      )}
    </Card>
  )
}
