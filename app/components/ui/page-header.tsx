import type { ReactNode } from 'react'
import { Breadcrumbs, type Crumb } from '#app/components/ui/breadcrumbs.tsx'
import { PLACES, type Place, wayTo } from '#app/components/ui/places.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PageHeaderProps {
  title: ReactNode
  lead?: ReactNode
  /** A StatusPill or Badge beside the title. */
  status?: ReactNode
  actions?: ReactNode
  /** The page that this one lies below: the way back leads there. */
  below?: Place
  /** What lies there that the page is a part of. */
  of?: Crumb
}

/** The one h1 of a page, with what can be done on it. */
export function PageHeader({ title, lead, status, actions, below, of }: PageHeaderProps) {
  const t = useTranslate()
  const way = below ? wayTo(below).map((to) => ({ to, label: t(PLACES[to]) })) : []
  return (
    <header className="flex flex-col gap-3">
      {below && <Breadcrumbs items={of ? [...way, of] : way} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 md:flex-nowrap">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
            {status}
          </div>
          {lead && <p className="mt-1 max-w-2xl text-base text-ink-muted md:text-sm">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 md:shrink-0">{actions}</div>}
      </div>
    </header>
  )
}
