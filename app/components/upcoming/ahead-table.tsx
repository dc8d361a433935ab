import { Link } from '@remix-run/react'
import { Fragment } from 'react'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { DocumentList } from '#app/components/upcoming/document-list.tsx'
import type { Protection, RestrictionAhead } from '#app/domain/sweep/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Accounts that a run would take something from: what, for which documents, after which notices. */
export function AheadTable({ accounts }: { accounts: readonly RestrictionAhead[] }) {
  const t = useTranslate()
  const columns: Column<RestrictionAhead>[] = [
    {
      key: 'account',
      header: t('upcoming:list.account'),
      primary: true,
      cell: (row) => (
        <Link to={`/accounts/${row.accountId}`} className="rounded-sm hover:underline">
          {row.accountName}
        </Link>
      ),
    },
    { key: 'what', header: t('upcoming:list.what'), cell: (row) => <What {...row} /> },
    { key: 'why', header: t('upcoming:list.why'), cell: (row) => <Why {...row} /> },
    { key: 'notices', header: t('upcoming:list.notices'), cell: (row) => <Notices {...row} /> },
  ]
  return (
    <Table
      caption={t('upcoming:list.caption')}
      columns={columns}
      rows={accounts}
      rowKey={(row) => row.accountId}
    />
  )
}

function What({ capabilities }: Pick<RestrictionAhead, 'capabilities'>) {
  const t = useTranslate()
  const [first] = capabilities
  if (!first) return <span className="text-ink-muted">{t('upcoming:list.nothing')}</span>
  return capabilities.length > 1 ? t('upcoming:list.suspended') : t(`upcoming:list.${first}`)
}

function Why({ documents, protections }: Pick<RestrictionAhead, 'documents' | 'protections'>) {
  const t = useTranslate()
  const locale = useLocale()
  if (documents.length === 0) return <Spared protections={protections} />
  return (
    <DocumentList
      documents={documents}
      say={({ daysOverdue, deadlineAt }) =>
        t(daysOverdue > 0 ? 'upcoming:list.overdue' : 'upcoming:list.dueThen', {
          date: formatDate(locale, deadlineAt),
          count: daysOverdue,
        })
      }
    />
  )
}

/** What of an account forbids it for all documents, or whose turn it is for each. */
const OF_THE_ACCOUNT: readonly Protection['obstacle'][] = ['exempt', 'closed', 'unreachable', 'fair_clock']

function Spared({ protections }: Pick<RestrictionAhead, 'protections'>) {
  const t = useTranslate()
  const locale = useLocale()
  const whole = protections.find(({ obstacle }) => OF_THE_ACCOUNT.includes(obstacle))
  if (whole) return t(`upcoming:obstacle.${whole.obstacle}`)
  if (protections.length === 0) return t('upcoming:obstacle.settled')
  return (
    <DocumentList
      documents={protections}
      say={({ obstacle, deadlineAt }) =>
        t(`upcoming:obstacle.${obstacle}`, { date: deadlineAt ? formatDate(locale, deadlineAt) : '—' })
      }
    />
  )
}

/** The days on which notices arrived, once each: several documents may have been told of by the same. */
function Notices({ documents }: Pick<RestrictionAhead, 'documents'>) {
  const locale = useLocale()
  const instants = documents.flatMap(({ noticesAcceptedAt }) =>
    noticesAcceptedAt.map((at) => new Date(at).toISOString()),
  )
  const told = [...new Set(instants.sort().map((at) => formatDate(locale, at)))]
  if (told.length === 0) return '—'
  return (
    <span className="tabular text-ink-muted">
      {told.map((day, index) => (
        <Fragment key={day}>
          {index > 0 && ' '}
          <span className="whitespace-nowrap">{index < told.length - 1 ? `${day},` : day}</span>
        </Fragment>
      ))}
    </span>
  )
}
