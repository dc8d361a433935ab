import { useTranslate } from '#app/i18n/use-translate.ts'

/** Whom to ask, at the foot of a page. */
export function SupportLink({ email }: { email: string }) {
  const t = useTranslate()
  return (
    <a
      href={`mailto:${email}`}
      className="inline-flex min-h-11 items-center rounded-sm hover:text-ink hover:underline md:min-h-6"
    >
      {t('supportBy', { email })}
    </a>
  )
}
