import { ChevronRight } from 'lucide-react'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PaginationProps {
  /** The list's beginning; null on its first page. */
  first: string | null
  /** Address with the key of the last line shown (`?after=…`); null on the last page. */
  next: string | null
}

/** Onward by key, and back to the beginning: a key knows of no page before. Nothing when all fits on one page. */
export function Pagination({ first, next }: PaginationProps) {
  const t = useTranslate()
  if (!first && !next) return null
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-between gap-3">
      {first ? <LinkButton to={first}>{t('firstPage')}</LinkButton> : <span />}
      {next && (
        <LinkButton to={next} rel="next">
          {t('next')}
          <ChevronRight className="size-4" aria-hidden />
        </LinkButton>
      )}
    </nav>
  )
}
