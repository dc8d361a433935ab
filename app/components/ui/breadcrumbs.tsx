import { Link } from '@remix-run/react'
import { ChevronRight } from 'lucide-react'
import type { Locale } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface Crumb {
  readonly to: string
  readonly label: string
  /** Of the label, where it is not the language of the page. */
  readonly lang?: Locale
}

/** The way back up. The page itself is not in it: its title stands below. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  const t = useTranslate()
  return (
    <nav aria-label={t('breadcrumbs')} className="-my-2.5 md:my-0">
      <ol className="flex flex-wrap items-center gap-1 text-sm text-ink-muted">
        {items.map((item, index) => (
          <li key={item.to} className="flex items-center gap-1">
            <Link
              to={item.to}
              className="inline-flex min-h-11 items-center rounded-sm hover:text-ink hover:underline md:min-h-0"
            >
              <bdi lang={item.lang}>{item.label}</bdi>
            </Link>
            {index < items.length - 1 && <ChevronRight className="size-3.5 text-ink-subtle" aria-hidden />}
          </li>
        ))}
      </ol>
    </nav>
  )
}
