import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { TONE_ICON, TONE_SHEET, type Tone } from '#app/components/ui/tone.ts'

/** A short word about something: a count, a kind. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      data-pill
      className={clsx(
        'tabular inline-flex items-center rounded-sm border px-1.5 py-px text-xs font-medium whitespace-nowrap',
        TONE_SHEET[tone],
      )}
    >
      {children}
    </span>
  )
}

interface StatusPillProps {
  tone: Tone
  /** Instead of the tone's own sign. */
  icon?: LucideIcon
  children: ReactNode
}

/** The state of something, as colour, sign and word: colour is never alone. */
export function StatusPill({ tone, icon, children }: StatusPillProps) {
  const Icon = icon ?? TONE_ICON[tone]
  return (
    <span
      data-pill
      className={clsx(
        'inline-flex items-center gap-1 rounded-full border py-px pr-2 pl-1.5 text-xs font-medium whitespace-nowrap',
        TONE_SHEET[tone],
      )}
    >
      <Icon className="size-3.5 shrink-0" strokeWidth={2.25} aria-hidden />
      {children}
    </span>
  )
}
