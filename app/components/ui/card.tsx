import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface CardProps {
  title?: ReactNode
  /** A sentence below the title. */
  lead?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Buttons below a line at the end. */
  footer?: ReactNode
  /** No inner space: for a Table or a list that brings its own. */
  flush?: boolean
  /** Level of the title. */
  level?: 2 | 3
  className?: string
  children?: ReactNode
}

/** A sheet with one subject. */
export function Card({ title, lead, actions, footer, flush, level = 2, className, children }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={clsx('min-w-0 rounded-lg border border-line bg-surface shadow-low', className)}>
      {(title || actions) && (
        <header
          className={clsx(
            'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 md:px-5',
            flush && 'border-b border-line pb-3.5',
          )}
        >
          <div className="min-w-0">
            {title && <Heading className="text-base font-semibold text-ink">{title}</Heading>}
            {lead && <p className="mt-0.5 text-sm text-ink-muted">{lead}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children && <div className={flush ? 'min-w-0' : 'p-4 md:p-5'}>{children}</div>}
      {footer && (
        <footer className="flex flex-wrap items-center justify-end gap-2 rounded-b-lg border-t border-line bg-sunken px-4 py-3 md:px-5">
          {footer}
        </footer>
      )}
    </section>
  )
}
