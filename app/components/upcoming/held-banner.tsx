import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The circuit breaker holds a batch, and waits for an officer. */
export function HeldBanner({ accounts }: { accounts: number }) {
  const t = useTranslate()
  return (
    <Alert
      tone="caution"
      title={t('upcoming:held.banner', { count: accounts })}
      actions={
        <LinkButton to="/upcoming/held" variant="primary">
          {t('upcoming:held.open')}
        </LinkButton>
      }
    >
      {t('upcoming:held.bannerText')}
    </Alert>
  )
}
