import { TextLink } from '#app/components/ui/text-link.tsx'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** That the account is closed, since when, and whom to write to. */
export function ClosedSince({ at, supportEmail }: { at: Date; supportEmail: string }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <>
      {t('requirements:closed.since', { date: formatDate(locale, at) })}{' '}
      <TextLink to={`mailto:${supportEmail}`}>
        {t('requirements:home.write', { email: supportEmail })}
      </TextLink>
    </>
  )
}
