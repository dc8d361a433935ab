import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Sending may fail: what becomes of the deadlines, and where to see when it works again. */
export function OutageAlert() {
  const t = useTranslate()
  return (
    <Alert
      tone="caution"
      title={t('requirements:outage.title')}
      actions={<LinkButton to="/status">{t('requirements:outage.link')}</LinkButton>}
    >
      {t('requirements:outage.text')}
    </Alert>
  )
}
