import { useRouteLoaderData } from '@remix-run/react'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Time } from '#app/components/ui/time.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What the frame of the public pages knows. */
export interface PublicFrame {
  /** When what is shown was last confirmed; null while nothing is known. */
  readonly confirmedAt: string | null
  /** Minutes since then, where that is too long ago; 0 while it is fresh. */
  readonly staleMinutes: number
}

const useStale = () => {
  const frame = useRouteLoaderData('routes/status/layout') as PublicFrame | undefined
  return (frame?.staleMinutes ?? 0) > 0
}

/** Shown while what is told is confirmed. The page's script hides it when the page grows old with its reader. */
export const Fresh = ({ children }: { children: ReactNode }) => (
  <span data-fresh hidden={useStale()}>
    {children}
  </span>
)

/** Shown once what is told is no longer confirmed. */
export const Late = ({ children }: { children: ReactNode }) => (
  <span data-late hidden={!useStale()}>
    {children}
  </span>
)

/** How far the page may be believed: in a line while it is fresh, in a box once it is not. */
export function Freshness({ confirmedAt, staleMinutes }: PublicFrame) {
  const t = useTranslate()
  if (!confirmedAt) return null
  return (
    <div className="-mb-4 flex flex-col gap-3 text-sm text-ink-muted">
      <div
        role="note"
        data-late
        hidden={staleMinutes === 0}
        className="rounded-lg border border-caution-line bg-caution-soft px-4 py-3 text-ink"
      >
        <p className="flex items-center gap-2 font-semibold">
          <TriangleAlert className="size-5 shrink-0 text-caution" aria-hidden />
          <span data-confirmed={confirmedAt}>{t('status:page.staleTitle', { count: staleMinutes })}</span>
        </p>
        <p>{t('status:page.staleText')}</p>
      </div>
      <p>
        <Fresh>{t('status:page.confirmed')}</Fresh>
        <Late>{t('status:page.notConfirmed')}</Late> <Time at={confirmedAt} />
      </p>
    </div>
  )
}
