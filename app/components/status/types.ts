import type { ComponentStatus, IncidentStatus, MaintenanceStatus } from '#app/domain/components/status.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** What the public pages show, in one language. Made from the snapshot in routes/status/*.server.ts. */
export interface StatusView {
  readonly indicator: Indicator
  readonly capabilities: readonly { capability: 'payments' | 'payouts'; status: ComponentState }[]
  /** Open incidents and active windows, the worst first. */
  readonly ongoing: Cut<EventView>
  readonly upcoming: Cut<UpcomingView>
  /** Every component; groups alone where there are too many for one page. */
  readonly components: AllComponents | GroupsOnly
  /** The last 15 days, newest first; quiet days that follow one another are one. */
  readonly recent: Cut<StretchView>
}

/** As many of something as fit on a page, and how many there are beside. */
export interface Cut<T> {
  readonly shown: readonly T[]
  readonly others: number
}

export interface AllComponents {
  readonly kind: 'all'
  readonly groups: readonly GroupView[]
}

export interface GroupsOnly {
  readonly kind: 'groups'
  readonly groups: Cut<GroupSummary>
}

export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
export type ComponentState = ComponentStatus
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
  readonly days: readonly DayView[]
}

/** A group of many components at a glance. */
export interface GroupSummary {
  readonly id: string
  /** Null for components without a group. */
  readonly name: string | null
  readonly href: string
  /** The worst of its components. */
  readonly status: ComponentState
  readonly count: number
  /** Each day at the worst of its components. */
  readonly days: readonly DayView[]
  readonly notOperational: Cut<{
    readonly id: string
    readonly name: string
    readonly status: ComponentState
  }>
}

/** One bar. */
export interface DayView {
  readonly state: DayState
  /** "12 nov. : panne partielle 12 min" */
  readonly label: string
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
  /** Of the name, where it is not the language of the page. */
  readonly lang?: Locale
  readonly status: EventState
  readonly impact: Indicator
  /** When it began, or will. */
  readonly startsAt: string
  /** When a maintenance is planned. */
  readonly window: { readonly from: string; readonly until: string } | null
  readonly resolvedAt: string | null
  /** Ended before it began. */
  readonly cancelled: boolean
  readonly components: Cut<string>
  /** Newest first. */
  readonly updates: Cut<UpdateView>
  readonly href: string
}

/** A planned window; of a series the next one, and when it comes again. */
export interface UpcomingView extends EventView {
  readonly later: Cut<string>
}

export type EventState = IncidentStatus | MaintenanceStatus

export interface UpdateView {
  readonly id: string
  readonly status: EventState
  /** Clean: made of its Markdown. */
  readonly html: string
  /** Of the text, where it is not the language of the page. */
  readonly lang?: Locale
  readonly at: string
  readonly correctedAt: string | null
  /** It moved a planned window. */
  readonly rescheduled?: boolean
  /** It called its maintenance off. */
  readonly cancelled?: boolean
  readonly affected: Cut<AffectedView>
}

/** A component that an update moved. */
export interface AffectedView {
  readonly id: string
  readonly name: string
  readonly from: ComponentState
  readonly to: ComponentState
}
