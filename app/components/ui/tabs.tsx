import { NavLink } from '@remix-run/react'
import { clsx } from 'clsx'
import { Badge } from '#app/components/ui/badge.tsx'

export interface Tab {
  to: string
  label: string
  count?: number
  /** Only this very address counts as the tab. */
  exact?: boolean
}

/** Parts of one page, each with its own address, so that a link, the back key and a reload keep the place. */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4 md:mx-0 md:px-0">
      <ul className="flex gap-5">
        {items.map(({ to, label: text, count, exact }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={exact}
              className={({ isActive }) =>
                clsx(
                  '-mb-px flex min-h-11 items-center gap-2 border-b-2 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2 md:min-h-10',
                  isActive
                    ? 'border-accent-text text-ink'
                    : 'border-transparent text-ink-muted hover:border-line-control hover:text-ink',
                )
              }
            >
              {text}
              {count !== undefined && <Badge>{count}</Badge>}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
