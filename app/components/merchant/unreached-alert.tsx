import { Alert } from '#app/components/ui/alert.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface UnreachedAlertProps {
  /** Where our mails are refused. */
  addresses: readonly string[]
  accountName: string
  supportEmail: string
}

/** Our mails come back: the merchant learns it here, since no mail can say so. */
export function UnreachedAlert({ addresses, accountName, supportEmail }: UnreachedAlertProps) {
  const t = useTranslate()
  const locale = useLocale()
  const subject = encodeURIComponent(t('tasks:merchant.subject', { account: accountName }))
  return (
    <Alert
      tone="caution"
      title={t('tasks:merchant.title')}
      actions={
        <a
          href={`mailto:${supportEmail}?subject=${subject}`}
          className={`${buttonClass()} max-w-full !whitespace-normal [overflow-wrap:anywhere]`}
        >
          {t('tasks:merchant.write', { email: supportEmail })}
        </a>
      }
    >
      <p className="[overflow-wrap:anywhere]">
        {t('tasks:merchant.text', { addresses: formatList(locale, addresses) })}
      </p>
    </Alert>
  )
}
