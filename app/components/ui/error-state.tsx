import type { ReactNode } from 'react'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ErrorStateProps {
  /** HTTP status, shown small. */
  status?: number
  title: ReactNode
  /** What it means and what to do. */
  children: ReactNode
  /** Finds the request in the log. */
  reference?: string
  actions?: ReactNode
  /** As a whole page its title is the h1. */
  asPage?: boolean
}

/** What happened, what it means, what to do, and the number to tell the support. */
export function ErrorState({ status, title, children, reference, actions, asPage }: ErrorStateProps) {
  const t = useTranslate()
  const Heading = asPage ? 'h1' : 'h2'
  return (
    <div className="flex max-w-xl flex-col gap-4 py-8">
      <div>
        {status !== undefined && <p className="tabular text-sm font-medium text-ink-subtle">{status}</p>}
        <Heading className="mt-1 text-2xl font-semibold tracking-tight text-ink">{title}</Heading>
        <div className="mt-2 text-base text-ink-muted">{children}</div>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      {reference && (
        <p className="border-t border-line pt-4 text-sm text-ink-muted">
          {t('errors:page.reference')}
          <br />
          <code className="font-mono text-xs break-all text-ink select-all">{reference}</code>
        </p>
      )}
    </div>
  )
}
