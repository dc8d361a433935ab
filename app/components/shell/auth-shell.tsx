import type { ReactNode } from 'react'
import { Brand } from '#app/components/shell/brand.tsx'
import { Preferences, useShellData } from '#app/components/shell/preferences.tsx'
import { SupportLink } from '#app/components/shell/support-link.tsx'
import { MAIN_ID } from '#app/components/ui/main-id.ts'

interface AuthShellProps {
  title: ReactNode
  lead?: ReactNode
  children: ReactNode
  /** Below the card: another way in. */
  footer?: ReactNode
}

/** One card in the middle: sign-in, activation, password. */
export function AuthShell({ title, lead, children, footer }: AuthShellProps) {
  const email = useShellData()?.provider.supportEmail
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-4 px-4 py-2 md:px-6 md:py-3">
        <Brand />
        <Preferences />
      </header>
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className="mx-auto flex w-full max-w-[26rem] flex-1 flex-col px-4 pt-8 pb-12 focus:outline-none md:pt-[12vh]"
      >
        <div className="rounded-lg border border-line bg-surface p-5 shadow-low sm:p-8">
          <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
          {lead && <p className="mt-1 text-sm text-ink-muted">{lead}</p>}
          <div className="mt-6">{children}</div>
        </div>
        {footer && (
          <div className="mt-4 text-center text-sm text-ink-muted max-md:[&_a]:inline-flex max-md:[&_a]:min-h-11 max-md:[&_a]:items-center">
            {footer}
          </div>
        )}
      </main>
      {email && (
        <footer className="px-4 pb-6 text-center text-xs text-ink-subtle">
          <SupportLink email={email} />
        </footer>
      )}
    </div>
  )
}
