import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  lead?: ReactNode
  /** A StatusPill or Badge beside the title. */
  status?: ReactNode
  actions?: ReactNode
  /** Breadcrumbs. */
  above?: ReactNode
}

/** The one h1 of a page, with what can be done on it. */
export function PageHeader({ title, lead, status, actions, above }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-3">
      {above}
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
