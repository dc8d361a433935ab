import { Link } from '@remix-run/react'
import { buttonClass } from '#app/components/ui/button.tsx'
import { TIMELINE_KINDS, type TimelineKind } from '#app/domain/timeline/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Narrows the story to one kind through its address. Comings and goings are shown only so. */
export function HistoryFilter({ kind }: { kind: TimelineKind | null }) {
  const t = useTranslate()
  const choices = [null, ...TIMELINE_KINDS]
  return (
    <nav aria-label={t('accounts:history.filter')} className="flex flex-wrap gap-1">
      {choices.map((choice) => (
        <Link
          key={choice ?? 'story'}
          to={choice === null ? '?' : `?kind=${choice}`}
          preventScrollReset
          aria-current={choice === kind ? 'page' : undefined}
          className={buttonClass(choice === kind ? 'secondary' : 'quiet', 'small')}
        >
          {t(`accounts:history.kind.${choice ?? 'story'}`)}
        </Link>
      ))}
    </nav>
  )
}
