import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { TONE_ICON, TONE_TEXT, type Tone } from '#app/components/ui/tone.ts'

export interface TimelineEntry {
  id: string
  tone?: Tone
  title: ReactNode
  /** A Time. */
  at: ReactNode
  /** Who. */
  by?: ReactNode
  children?: ReactNode
}

/** What happened, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="flex flex-col">
      {entries.map(({ id, tone = 'neutral', title, at, by, children }) => {
        const Icon = TONE_ICON[tone]
        return (
          <li key={id} className="group relative flex gap-3 pb-5 last:pb-0">
            <span
              className="absolute top-6 bottom-0.5 left-[0.5625rem] w-px bg-line group-last:hidden"
              aria-hidden
            />
            <span className="mt-px flex size-[1.1875rem] shrink-0 items-center justify-center">
              {tone === 'neutral' ? (
                <span className="size-2 rounded-full bg-line-control" />
              ) : (
                <Icon className={clsx('size-[1.1875rem]', TONE_TEXT[tone])} strokeWidth={1.75} aria-hidden />
              )}
            </span>
            <div className="min-w-0 flex-1 text-sm">
              <p className="font-medium text-ink">{title}</p>
              <p className="text-ink-muted">
                {at}
                {by && <> · {by}</>}
              </p>
              {children && <div className="mt-1.5 text-ink">{children}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
