import type { ReactNode } from 'react'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import type { Locale } from '#app/i18n/locales.ts'

interface PublicShellProps {
  provider: { name: string; supportEmail: string }
  /** The same page in the other language. Links, not forms: these pages are the same bytes for everybody. */
  otherLanguage: { locale: Locale; href: string; label: string }
  home: string
  /** A link beside the language, for what the reader most likely wants to do. */
  action?: { href: string; label: string }
  footer?: ReactNode
  children: ReactNode
}

const HEADER_LINK =
  'flex min-h-11 items-center rounded-md px-2 text-sm font-medium text-ink-muted hover:text-ink hover:underline'

/**
 * The frame of public pages: one column, no app around it. Plain links and no hooks, so that it can be
 * rendered outside the router; light or dark follows the system, because the bytes are shared by all.
 */
export function PublicShell({ provider, otherLanguage, home, action, footer, children }: PublicShellProps) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 md:px-6">
      <header className="flex items-center justify-between gap-4 py-3 md:py-5">
        <a
          href={home}
          className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-md text-base font-semibold text-ink"
        >
          <span
            className="flex size-7 shrink-0 items-center justify-center rounded-sm bg-accent text-sm font-bold text-on-accent"
            aria-hidden
          >
            {provider.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate">{provider.name}</span>
        </a>
        <div className="no-print flex shrink-0 items-center gap-2">
          {action && (
            <a href={action.href} className={HEADER_LINK}>
              {action.label}
            </a>
          )}
          <a
            href={otherLanguage.href}
            lang={otherLanguage.locale}
            hrefLang={otherLanguage.locale}
            className={HEADER_LINK}
          >
            {otherLanguage.label}
          </a>
        </div>
      </header>
      <main id={MAIN_ID} tabIndex={-1} className="flex flex-1 flex-col gap-8 pt-2 pb-10 focus:outline-none">
        {children}
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-5 text-sm text-ink-muted">
        {footer}
        <a
          href={`mailto:${provider.supportEmail}`}
          className="inline-flex min-h-11 items-center rounded-sm hover:text-ink hover:underline md:min-h-6"
        >
          {provider.supportEmail}
        </a>
      </footer>
    </div>
  )
}
