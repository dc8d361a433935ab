import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface SectionProps {
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** A part of a page with its own heading, without a frame. */
export function Section({ title, lead, actions, className, children }: SectionProps) {
  return (
    <section className={clsx('flex min-w-0 flex-col gap-3', className)}>
      <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-base font-semibold text-ink">{title}</h2>
          {lead && <p className="text-sm text-ink-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
