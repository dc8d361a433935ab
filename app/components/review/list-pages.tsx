import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Onward by key; back to the beginning, because a list that is worked off has no page before. */
export function ListPages({ first, next }: { first: string | null; next: string | null }) {
  const t = useTranslate()
  if (!first && !next) return null
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-between gap-3">
      {first ? <LinkButton to={first}>{t('review:firstPage')}</LinkButton> : <span />}
      {next && (
        <LinkButton to={next} rel="next">
          {t('next')}
        </LinkButton>
      )}
    </nav>
  )
}
