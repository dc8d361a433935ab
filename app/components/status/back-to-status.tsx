import { statusPath } from '#app/i18n/status-path.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** From every other public page to the first one. */
export function BackToStatus() {
  const t = useTranslate()
  return (
    <a href={statusPath(useLocale())} className="link text-sm">
      {t('status:page.backToStatus')}
    </a>
  )
}
