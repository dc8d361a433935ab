/** What the status page shows, in one language. Made from the snapshot in routes/status/view.server.ts. */
export interface StatusView {
  readonly indicator: Indicator
  /** Minutes since the last confirmation, where that is too long ago; 0 while it is fresh. */
  readonly staleMinutes: number
  readonly confirmedAt: string
  readonly capabilities: readonly { capability: 'payments' | 'payouts'; status: ComponentState }[]
  /** Open incidents and active windows, the worst first. */
  readonly ongoing: readonly EventView[]
  readonly upcoming: readonly EventView[]
  readonly groups: readonly GroupView[]
  /** The last 15 days, newest first; quiet days that follow one another are one. */
  readonly recent: readonly StretchView[]
}

export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
export type ComponentState =
  | 'operational'
  | 'under_maintenance'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
export type DayState = ComponentState | 'no_data'

export interface GroupView {
  readonly id: string
  /** Null for components without a group. */
  readonly name: string | null
  readonly components: readonly ComponentView[]
}

export interface ComponentView {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly status: ComponentState
  readonly uptime: number | null
  readonly days: readonly { day: string; state: DayState; downSeconds: number }[]
}

export interface StretchView {
  readonly from: string
  readonly until: string
  readonly events: readonly EventView[]
}

export interface EventView {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  readonly name: string
  readonly status: EventState
  readonly impact: Indicator
  /** When it began, or will. */
  readonly startsAt: string
  /** Planned end of a window. */
  readonly until: string | null
  readonly resolvedAt: string | null
  /** Ended before it began. */
  readonly cancelled: boolean
  readonly components: readonly string[]
  readonly updates: readonly UpdateView[]
  readonly href: string
}

export type EventState =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'postmortem'
  | 'scheduled'
  | 'in_progress'
  | 'verifying'
  | 'completed'

export interface UpdateView {
  readonly id: string
  readonly status: EventState
  /** Cleaned when the snapshot was built. */
  readonly html: string
  readonly at: string
  readonly correctedAt: string | null
}
