import { Link } from '@remix-run/react'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReviewDeskData } from '#app/components/review/review-desk.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Kbd } from '#app/components/ui/kbd.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface DeskBarProps {
  account: ReviewDeskData['account']
  title: string
  neighbours: ReviewDeskData['neighbours']
  children: React.ReactNode
}

/** Where one is in the queue, and the ways to its neighbours; the next is fetched before it is asked for. */
export function DeskBar({ account, title, neighbours, children }: DeskBarProps) {
  const t = useTranslate()
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-3 py-2">
      <Link to="/review" className={buttonClass('quiet', 'small')}>
        <ChevronLeft className="size-4" aria-hidden />
        {t('review:back')}
      </Link>
      <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline gap-x-2">
        <h1 className="truncate text-base font-semibold text-ink">{title}</h1>
        <span className="truncate text-sm text-ink-muted">{account.name}</span>
        {account.state !== 'active' && (
          <StatusPill tone={account.state === 'suspended' ? 'critical' : 'caution'}>
            {t(`accounts:state.${account.state}`)}
          </StatusPill>
        )}
      </div>
      <nav aria-label={t('review:queue.title')} className="flex items-center gap-1">
        {children}
        <Neighbour to={neighbours.previous} label={t('review:previous')} shortcut="k" rel="prev" />
        <Neighbour to={neighbours.next} label={t('review:next')} shortcut="j" rel="next" />
      </nav>
    </header>
  )
}

interface NeighbourProps {
  to: string | null
  label: string
  shortcut: string
  rel: 'prev' | 'next'
}

function Neighbour({ to, label, shortcut, rel }: NeighbourProps) {
  if (!to) return null
  return (
    <Link
      to={`/review/${to}`}
      rel={rel}
      prefetch={rel === 'next' ? 'render' : 'intent'}
      className={buttonClass('secondary', 'small')}
    >
      {rel === 'prev' && <ChevronLeft className="size-4" aria-hidden />}
      {label}
      {rel === 'next' && <ChevronRight className="size-4" aria-hidden />}
      <span className="max-md:hidden" aria-hidden>
        <Kbd>{shortcut}</Kbd>
      </span>
    </Link>
  )
}
