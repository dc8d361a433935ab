import { Link } from '@remix-run/react'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { DocumentList } from '#app/components/upcoming/document-list.tsx'
import type { DigestAhead, DigestDocument } from '#app/domain/sweep/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Accounts that are sent a digest on one day: what calls for it, and what else it names. */
export function DigestTable({ digests }: { digests: readonly DigestAhead[] }) {
  const t = useTranslate()
  const columns: Column<DigestAhead>[] = [
    {
      key: 'account',
      header: t('upcoming:digests.account'),
      primary: true,
      cell: (row) => (
        <Link to={`/accounts/${row.accountId}`} className="rounded-sm hover:underline">
          {row.accountName}
        </Link>
      ),
    },
    {
      key: 'why',
      header: t('upcoming:digests.why'),
      cell: ({ documents }) => <Documents documents={documents.filter(({ why }) => why !== null)} />,
    },
    {
      key: 'others',
      header: t('upcoming:digests.others'),
      cell: ({ documents }) => <Documents documents={documents.filter(({ why }) => why === null)} />,
    },
  ]
  return (
    <Table
      caption={t('upcoming:digests.caption')}
      columns={columns}
      rows={digests}
      rowKey={(row) => row.accountId}
    />
  )
}

function Documents({ documents }: { documents: readonly DigestDocument[] }) {
  if (documents.length === 0) return '—'
  return <DocumentList documents={documents} say={(document) => <Reason {...document} />} />
}

function Reason({ why, daysLeft, deadlineAt }: DigestDocument) {
  const t = useTranslate()
  const locale = useLocale()
  if (why === 'new') {
    return deadlineAt
      ? t('upcoming:digests.newDue', { date: formatDate(locale, deadlineAt) })
      : t('upcoming:digests.new')
  }
  if (daysLeft === null) return null
  if (daysLeft > 0) return t('upcoming:digests.before', { count: daysLeft })
  if (daysLeft === 0) return t('upcoming:digests.lastDay')
  return t(why === 'untold' ? 'upcoming:digests.untold' : 'upcoming:digests.overdue', { count: -daysLeft })
}
