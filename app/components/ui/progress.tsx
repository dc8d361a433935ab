import { clsx } from 'clsx'
import type { Tone } from '#app/components/ui/tone.ts'
import { formatPercent } from '#app/i18n/format.ts'
import { useLocale } from '#app/i18n/use-translate.ts'

interface ProgressProps {
  label: string
  /** From 0 to `max`; left out while nobody knows. */
  value?: number
  max?: number
  /** Instead of the percentage: "12 of 30 days". */
  text?: string
  tone?: Extract<Tone, 'positive' | 'caution' | 'critical'>
}

const FILL = {
  positive: 'text-positive',
  caution: 'text-caution',
  critical: 'text-critical',
} as const

/** Rounded down: 9,981 of 9,984 is not all of them. */
const floored = (ratio: number) => Math.floor(ratio * 1000) / 1000

/** How far something is. The bar is an SVG, so it needs no inline style. */
export function Progress({ label, value, max = 1, text, tone }: ProgressProps) {
  const locale = useLocale()
  const ratio = value === undefined ? undefined : Math.min(1, Math.max(0, value / max))
  const words =
    text ?? (ratio === undefined ? '' : formatPercent(locale, floored(ratio), ratio > 0.99 ? 1 : 0))
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-4 text-sm">
        <span className="text-ink">{label}</span>
        <span className="tabular text-ink-muted">{words}</span>
      </div>
      <svg
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={words || undefined}
        className={clsx('h-1.5 w-full rounded-full bg-line', tone ? FILL[tone] : 'text-accent-text')}
      >
        <rect
          width={`${(ratio ?? 0.3) * 100}%`}
          height="100%"
          rx="3"
          fill="currentColor"
          opacity={ratio === undefined ? 0.5 : 1}
        />
      </svg>
    </div>
  )
}
