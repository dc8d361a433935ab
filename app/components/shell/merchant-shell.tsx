import { NavLink } from '@remix-run/react'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Brand } from '#app/components/shell/brand.tsx'
import type { NavEntry } from '#app/components/shell/nav.ts'
import { Preferences, useShellData } from '#app/components/shell/preferences.tsx'
import { SupportLink } from '#app/components/shell/support-link.tsx'
import { SignOut, UserLine } from '#app/components/shell/user-menu.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface MerchantShellProps {
  /** At most five: they share the width of a phone. */
  nav: readonly NavEntry[]
  children: ReactNode
}

/** The merchant's frame, phone first: places below the thumb, above the page from 768 px on. */
export function MerchantShell({ nav, children }: MerchantShellProps) {
  const t = useTranslate()
  const email = useShellData()?.provider.supportEmail
  return (
    <div className="flex min-h-dvh flex-col pb-16 md:pb-0">
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-4xl items-center gap-6 px-4 md:h-14 md:px-6">
          <Brand />
          <nav
            aria-label={t('menu')}
            className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:flex-1 md:border-0 md:pb-0 print:hidden"
          >
            <ul className="flex md:gap-1">
              {nav.map((entry) => (
                <li key={entry.to} className="min-w-0 flex-1 md:flex-none">
                  <Place {...entry} />
                </li>
              ))}
            </ul>
          </nav>
          <div className="ml-auto flex items-center md:ml-0 print:hidden">
            <Preferences />
          </div>
        </div>
      </header>
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-6 px-4 py-6 focus:outline-none md:px-6 md:py-8"
      >
        {children}
      </main>
      <footer className="mx-auto w-full max-w-4xl px-4 md:px-6">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-4">
          <UserLine />
          <SignOut />
          {email && (
            <p className="w-full text-xs text-ink-subtle">
              <SupportLink email={email} />
            </p>
          )}
        </div>
      </footer>
    </div>
  )
}

function Place({ to, label, icon: Icon, count }: NavEntry) {
  return (
    <NavLink
      to={to}
      className={({ isActive }) =>
        clsx(
          'relative flex min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-xs font-medium focus-visible:-outline-offset-2',
          'md:min-h-9 md:flex-row md:gap-2 md:rounded-md md:px-3 md:text-sm',
          isActive ? 'text-accent-text md:bg-accent-soft' : 'text-ink-muted hover:text-ink md:hover:bg-hover',
        )
      }
    >
      <Icon className="size-5 shrink-0 md:size-4" strokeWidth={1.75} aria-hidden />
      <span className="max-w-full truncate">{label}</span>
      {count !== undefined && count > 0 && (
        <span className="absolute top-1.5 left-1/2 ml-2 md:static md:ml-0">
          <Badge tone="caution">{count}</Badge>
        </span>
      )}
    </NavLink>
  )
}
