import { Link } from '@remix-run/react'
import { Card } from '#app/components/ui/card.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ImportItem {
  id: string
  fileName: string
  startedAt: string | Date
  created: number
  faulty: number
}

/** The latest imports, each with its report. Nothing before the first. */
export function RecentImports({ imports }: { imports: readonly ImportItem[] }) {
  const t = useTranslate()
  const locale = useLocale()
  if (imports.length === 0) return null
  const columns: Column<ImportItem>[] = [
    {
      key: 'file',
      header: t('admin:import.recentFile'),
      primary: true,
      cell: (item) => (
        <Link
          to={`/admin/accounts/imports/${item.id}`}
          className="rounded-sm break-all text-accent-text hover:underline"
        >
          {item.fileName}
        </Link>
      ),
    },
    { key: 'date', header: t('admin:import.recentDate'), cell: (item) => <Time at={item.startedAt} /> },
    {
      key: 'created',
      header: t('admin:report.created'),
      align: 'end',
      cell: (item) => formatNumber(locale, item.created),
    },
    {
      key: 'faulty',
      header: t('admin:report.faulty'),
      align: 'end',
      cell: (item) => formatNumber(locale, item.faulty),
    },
  ]
  return (
    <Card title={t('admin:import.recent')} flush>
      <Table caption={t('admin:import.recent')} columns={columns} rows={imports} rowKey={(item) => item.id} />
    </Card>
  )
}
