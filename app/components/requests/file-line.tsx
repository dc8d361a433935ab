import { Download } from 'lucide-react'
import { Alert } from '#app/components/ui/alert.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import type { BatchReport } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** How many rows of the file name no account, with the way to them. Nothing where all of them do. */
export function FileLine({ batch }: { batch: BatchReport }) {
  const t = useTranslate()
  const locale = useLocale()
  if (batch.chosenBy !== 'file' || batch.faults === 0) return null
  return (
    <Alert
      tone="caution"
      title={t('requests:file.leftOut', { count: batch.faults, number: formatNumber(locale, batch.faults) })}
      actions={
        <>
          <a href={`/requests/${batch.id}/faults.csv`} download className={buttonClass('secondary', 'small')}>
            <Download className="size-4" aria-hidden />
            {t('requests:file.download')}
          </a>
          <LinkButton to={`/requests/${batch.id}/file`} size="small">
            {t('requests:file.see')}
          </LinkButton>
        </>
      }
    >
      {t('requests:file.correct', { count: batch.faults })}
    </Alert>
  )
}
