import { ChevronLeft, ChevronRight } from 'lucide-react'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PaginationProps {
  /** Addresses with their key (`?before=…`, `?after=…`); null where there is no such page. */
  previous: string | null
  next: string | null
}

/** Pages by key: backward and forward, no numbers. Nothing when all fits on one page. */
export function Pagination({ previous, next }: PaginationProps) {
  const t = useTranslate()
  if (!previous && !next) return null
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-between gap-3">
      {previous ? (
        <LinkButton to={previous} rel="prev">
          <ChevronLeft className="size-4" aria-hidden />
          {t('previous')}
        </LinkButton>
      ) : (
        <span />
      )}
      {next && (
        <LinkButton to={next} rel="next">
          {t('next')}
          <ChevronRight className="size-4" aria-hidden />
        </LinkButton>
      )}
    </nav>
  )
}
