import { type Column, Table } from '#app/components/ui/table.tsx'
import { errorText } from '#app/i18n/field-errors.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Fault {
  line: number
  /** Heading of the column as the file names it; empty for the whole row. */
  column: string
  code: string
  value: string
}

/** Rows of a file that were not taken: where, what stands there, what to correct. */
export function FaultTable({ faults }: { faults: readonly Fault[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<Fault>[] = [
    {
      key: 'line',
      header: t('admin:report.line'),
      primary: true,
      cell: (fault) => (
        <>
          <span className="md:hidden">{t('admin:report.line')} </span>
          <span className="tabular">{formatNumber(locale, fault.line)}</span>
        </>
      ),
    },
    {
      key: 'column',
      header: t('admin:report.column'),
      cell: (fault) =>
        fault.column === '' ? t('admin:report.wholeLine') : <code className="font-mono">{fault.column}</code>,
    },
    {
      key: 'value',
      header: t('admin:report.value'),
      cell: (fault) => <span className="break-all">{fault.value === '' ? '—' : fault.value}</span>,
    },
    { key: 'problem', header: t('admin:report.problem'), cell: (fault) => errorText(t, fault.code) },
  ]
  return (
    <Table
      caption={t('admin:report.faults')}
      columns={columns}
      rows={faults}
      rowKey={(fault) => `${fault.line}:${fault.column}`}
    />
  )
}
