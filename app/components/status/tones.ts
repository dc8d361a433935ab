import {
  Ban,
  CircleCheck,
  CircleDot,
  CircleMinus,
  CircleX,
  Info,
  type LucideIcon,
  TriangleAlert,
  Wrench,
} from 'lucide-react'
import type { ComponentState, EventState, EventView, Indicator } from '#app/components/status/types.ts'
import type { Tone } from '#app/components/ui/tone.ts'

interface Look {
  readonly tone: Tone
  readonly icon: LucideIcon
}

/** Each status has its own sign as well as its colour. */
export const COMPONENT_LOOK: Record<ComponentState, Look> = {
  operational: { tone: 'positive', icon: CircleCheck },
  under_maintenance: { tone: 'info', icon: Wrench },
  degraded_performance: { tone: 'caution', icon: CircleMinus },
  partial_outage: { tone: 'caution', icon: TriangleAlert },
  major_outage: { tone: 'critical', icon: CircleX },
}

export const INDICATOR_LOOK: Record<Indicator, Look> = {
  none: { tone: 'positive', icon: CircleCheck },
  maintenance: { tone: 'info', icon: Wrench },
  minor: { tone: 'caution', icon: CircleMinus },
  major: { tone: 'caution', icon: TriangleAlert },
  critical: { tone: 'critical', icon: CircleX },
}

type Looked = Pick<EventView, 'kind' | 'impact' | 'status'> & { readonly cancelled?: boolean }

export function eventLook(event: Looked): Look {
  if (event.cancelled) return { tone: 'neutral', icon: Ban }
  if (isOver(event.status)) return { tone: 'neutral', icon: CircleCheck }
  if (event.kind === 'maintenance') return { tone: 'info', icon: Wrench }
  if (event.impact === 'none') return { tone: 'info', icon: Info }
  return INDICATOR_LOOK[event.impact]
}

export const isOver = (status: EventState): boolean =>
  status === 'resolved' || status === 'postmortem' || status === 'completed'

/** An update's own sign: the last good word is green, the others are plain. */
export const updateLook = (status: EventState): Look =>
  isOver(status) ? { tone: 'positive', icon: CircleCheck } : { tone: 'neutral', icon: CircleDot }
