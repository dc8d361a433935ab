import { CircleCheck, CircleDashed, CirclePause, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { Outcome } from '#app/domain/probes/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A probe as the desk shows it, in one language. */
export interface ProbeView {
  readonly id: string
  readonly name: string
  readonly component: string
  readonly enabled: boolean
  /** It has alarmed, and has not recovered. */
  readonly failing: boolean
  /** In a row, up to now. */
  readonly failures: number
  readonly failuresToAlarm: number
  readonly failingSince: string | null
  readonly heldBy: 'network' | 'maintenance' | 'archived' | null
  /** What speaks of this failure, or of the last one. */
  readonly incidentId: string | null
  readonly checkedAt: string | null
  readonly outcome: Outcome | null
  readonly httpStatus: number | null
  readonly responseMs: number | null
  /** Oldest first. */
  readonly results: readonly ProbeResultView[]
}

export interface ProbeResultView {
  readonly at: string
  readonly outcome: Outcome
  readonly httpStatus: number | null
  readonly responseMs: number
}

type State = 'disabled' | 'waiting' | 'passing' | 'doubtful' | 'held' | 'failing' | 'recovering'

const LOOKS: Record<State, { tone: Tone; icon: LucideIcon }> = {
  disabled: { tone: 'neutral', icon: CirclePause },
  waiting: { tone: 'neutral', icon: CircleDashed },
  passing: { tone: 'positive', icon: CircleCheck },
  doubtful: { tone: 'caution', icon: TriangleAlert },
  held: { tone: 'caution', icon: TriangleAlert },
  failing: { tone: 'critical', icon: CircleX },
  recovering: { tone: 'caution', icon: TriangleAlert },
}

function stateOf({ enabled, outcome, failing, heldBy }: ProbeView): State {
  if (!enabled) return 'disabled'
  if (outcome === null) return 'waiting'
  if (failing) return outcome === 'ok' ? 'recovering' : 'failing'
  if (heldBy) return 'held'
  return outcome === 'ok' ? 'passing' : 'doubtful'
}

/** How a probe is: sign, colour and word. */
export function ProbeStatePill({ probe }: { probe: ProbeView }) {
  const t = useTranslate()
  const state = stateOf(probe)
  return (
    <StatusPill {...LOOKS[state]}>
      {t(`probes:stateOf.${state}`, { count: probe.failures, threshold: probe.failuresToAlarm })}
    </StatusPill>
  )
}
