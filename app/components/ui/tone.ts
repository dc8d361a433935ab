import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react'

/** What something means for the reader; each has its own colour and its own sign. */
export type Tone = 'neutral' | 'positive' | 'caution' | 'critical' | 'info'

export const TONE_TEXT: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  positive: 'text-positive',
  caution: 'text-caution',
  critical: 'text-critical',
  info: 'text-info',
}

export const TONE_SHEET: Record<Tone, string> = {
  neutral: 'bg-sunken border-line text-ink-muted',
  positive: 'bg-positive-soft border-positive-line text-positive',
  caution: 'bg-caution-soft border-caution-line text-caution',
  critical: 'bg-critical-soft border-critical-line text-critical',
  info: 'bg-info-soft border-info-line text-info',
}

export const TONE_ICON: Record<Tone, LucideIcon> = {
  neutral: Info,
  positive: CircleCheck,
  caution: TriangleAlert,
  critical: CircleAlert,
  info: Info,
}
