import { Download } from 'lucide-react'
import { Badge } from '#app/components/ui/badge.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Column = 'name' | 'siren' | 'legalForm' | 'email' | 'memberName' | 'department' | 'locale'

interface ImportFormatProps {
  columns: readonly { column: Column; heading: string; optional: boolean }[]
}

/** What the file must look like, with a template to start from. */
export function ImportFormat({ columns }: ImportFormatProps) {
  const t = useTranslate()
  return (
    <Card
      className="max-w-2xl"
      title={t('admin:import.formatTitle')}
      lead={t('admin:import.formatText')}
      footer={
        <a href="/admin/accounts/import-template.csv" download className={buttonClass()}>
          <Download className="size-4" aria-hidden />
          {t('admin:import.template')}
        </a>
      }
    >
      <dl className="divide-y divide-line text-sm">
        {columns.map(({ column, heading, optional }) => (
          <div
            key={column}
            className="flex flex-col gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0 sm:grid sm:grid-cols-[13rem_1fr] sm:items-baseline"
          >
            <dt className="flex items-center gap-2">
              <code className="font-mono text-ink">{heading}</code>
              {optional && <Badge>{t('admin:import.optional')}</Badge>}
            </dt>
            <dd className="text-ink-muted">{t(`admin:import.columns.${column}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
