import { Inbox, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: LucideIcon
  title: ReactNode
  /** Why there is nothing, and who must act next. */
  children: ReactNode
  /** The next step. */
  action?: ReactNode
}

/** Nothing here, why, and what comes next: never a dead end. */
export function EmptyState({ icon: Icon = Inbox, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <Icon className="size-6 text-ink-subtle" strokeWidth={1.5} aria-hidden />
      <p className="mt-3 text-base font-semibold text-ink">{title}</p>
      <div className="mt-1 max-w-md text-sm text-ink-muted">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
