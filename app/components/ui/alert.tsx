import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { TONE_ICON, TONE_SHEET, TONE_TEXT, type Tone } from '#app/components/ui/tone.ts'

interface AlertProps {
  tone?: Tone
  title?: ReactNode
  /** Buttons or links: what to do about it. */
  actions?: ReactNode
  children?: ReactNode
}

/** Something the reader must know, in the flow of the page. Critical ones are announced at once. */
export function Alert({ tone = 'info', title, actions, children }: AlertProps) {
  const Icon = TONE_ICON[tone]
  return (
    <div
      role={tone === 'critical' ? 'alert' : 'note'}
      className={clsx('flex gap-3 rounded-lg border px-4 py-3 text-sm', TONE_SHEET[tone])}
    >
      <Icon className={clsx('mt-0.5 size-[1.125rem] shrink-0', TONE_TEXT[tone])} aria-hidden />
      <div className="min-w-0 flex-1 text-ink">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={clsx(title && 'mt-0.5 text-ink-muted')}>{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
