import { Link, useLocation } from '@remix-run/react'
import { clsx } from 'clsx'
import { Menu } from 'lucide-react'
import type { ReactNode } from 'react'
import { Brand } from '#app/components/shell/brand.tsx'
import type { NavEntry } from '#app/components/shell/nav.ts'
import { Preferences } from '#app/components/shell/preferences.tsx'
import { SignOut, UserLine } from '#app/components/shell/user-menu.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface DeskShellProps {
  /** What this role may reach. */
  nav: readonly NavEntry[]
  /** The page takes the whole width and height: the review desk. */
  full?: boolean
  children: ReactNode
}

/** The staff's frame: places at the left from 1024 px on, folded into a menu below; works without JavaScript. */
export function DeskShell({ nav, full, children }: DeskShellProps) {
  const t = useTranslate()
  // A new page is a new menu: it folds again after a choice.
  const { pathname } = useLocation()
  return (
    <div className="min-h-dvh lg:grid-cols-[16rem_minmax(0,1fr)] not-print:lg:grid">
      <header className="sticky top-0 z-30 border-b border-line bg-surface lg:hidden print:hidden">
        <div className="flex items-center justify-between gap-4 px-4 py-1.5">
          <Brand />
          <details key={pathname}>
            <summary className={buttonClass('quiet')}>
              <Menu className="size-5" aria-hidden />
              {t('menu')}
            </summary>
            <div className="absolute inset-x-0 top-full flex max-h-[calc(100dvh-4rem)] flex-col gap-4 overflow-y-auto border-y border-line bg-surface p-3">
              <Places nav={nav} />
              <Foot />
            </div>
          </details>
        </div>
      </header>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line bg-surface p-3 lg:flex print:hidden">
        <div className="px-2 pt-1">
          <Brand />
        </div>
        <div className="flex-1">
          <Places nav={nav} />
        </div>
        <Foot />
      </aside>
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className={clsx(
          'flex min-w-0 flex-col focus:outline-none',
          !full && 'mx-auto w-full max-w-6xl gap-6 px-4 py-6 md:px-8 md:py-8',
        )}
      >
        {children}
      </main>
    </div>
  )
}

function Places({ nav }: { nav: readonly NavEntry[] }) {
  const t = useTranslate()
  const { pathname } = useLocation()
  // Of two places that hold this page the deeper one: /desk/subscribers is not also /desk.
  const here = nav
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.length - a.length)[0]
  return (
    <nav aria-label={t('menu')}>
      <ul className="flex flex-col gap-px">
        {nav.map((entry) => (
          <li key={entry.to}>
            <Place {...entry} isHere={entry.to === here} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Place({ to, label, icon: Icon, inside, count, isHere }: NavEntry & { isHere: boolean }) {
  return (
    <Link
      to={to}
      aria-current={isHere ? 'page' : undefined}
      className={clsx(
        'flex min-h-11 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium lg:min-h-8',
        inside && 'ml-6',
        isHere ? 'bg-accent-soft text-accent-text' : 'text-ink-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon className="size-4 shrink-0" strokeWidth={1.75} aria-hidden />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {count !== undefined && count > 0 && <Badge>{count}</Badge>}
    </Link>
  )
}

const Foot = () => (
  <div className="flex flex-col gap-2 border-t border-line pt-3">
    <div className="px-2.5">
      <UserLine />
    </div>
    <div className="flex flex-wrap items-center justify-between">
      <SignOut />
      <Preferences />
    </div>
  </div>
)
