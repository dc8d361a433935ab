import type {
  ComponentStatus,
  IncidentImpact,
  IncidentStatus,
  MaintenanceStatus,
} from '#app/domain/components/status.ts'
import type { Bilingual, WrittenText } from '#app/i18n/bilingual.ts'

/**
 * Everything the public may know, as plain JSON data: it is kept in memory, written to storage and read back.
 * No account, member, subscriber or publisher has a place in it; nothing outside this type reaches a page, a
 * feed or the public API.
 */
export interface PublicStatus {
  readonly builtAt: Instant
  readonly timeZone: 'Europe/Paris'
  readonly page: { readonly id: string; readonly name: string; readonly url: string }
  /** The newest change of anything shown. */
  readonly updatedAt: Instant
  readonly indicator: Indicator
  /** Capabilities that a shown component carries, at the worst status of those components. */
  readonly capabilities: readonly { readonly capability: Capability; readonly status: ComponentStatus }[]
  /** The 90 days of the bars in the page's zone, oldest first; the last one is today. */
  readonly days: readonly Day[]
  /** Groups and components in the order of the page. Only those shown. */
  readonly groups: readonly PublicGroup[]
  readonly components: readonly PublicComponent[]
  /** Newest first. */
  readonly incidents: readonly PublicIncident[]
  readonly maintenances: readonly PublicMaintenance[]
  /** When time alone changes what is true: a window begins or ends, a day turns. */
  readonly nextBoundaryAt: Instant
}

/** A public status and when it was last confirmed against the database. */
export interface Snapshot {
  readonly status: PublicStatus
  readonly confirmedAt: Date
}

/** ISO 8601 in UTC with milliseconds. */
export type Instant = string
/** "YYYY-MM-DD" in the page's zone. */
export type Day = string
export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
export type Capability = 'payments' | 'payouts'
/** The worst of a day; `no_data` before the component's start date. */
export type DayState = ComponentStatus | 'no_data'

export interface PublicGroup {
  readonly id: string
  readonly name: Bilingual
  readonly position: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface PublicComponent {
  readonly id: string
  readonly groupId: string | null
  readonly name: Bilingual
  readonly description: Bilingual
  readonly position: number
  readonly startDate: Day
  readonly capability: Capability | null
  readonly status: ComponentStatus
  readonly createdAt: Instant
  readonly updatedAt: Instant
  /** One state per day of `PublicStatus.days`. */
  readonly states: readonly DayState[]
  /** Only days with an outage. */
  readonly outages: Readonly<Record<Day, Downtime>>
  /** From 0 to 1 by the printed rule; null while there is no day to measure. */
  readonly uptime: number | null
}

export interface Downtime {
  readonly majorSeconds: number
  readonly partialSeconds: number
}

interface PublicEvent {
  readonly id: string
  readonly name: WrittenText
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly startedAt: Instant
  readonly monitoringAt: Instant | null
  readonly resolvedAt: Instant | null
  /** Components of the page that it touches. */
  readonly componentIds: readonly string[]
  /** Newest first. */
  readonly updates: readonly PublicUpdate[]
}

export interface PublicIncident extends PublicEvent {
  readonly kind: 'incident'
  readonly status: IncidentStatus
  readonly impact: IncidentImpact
}

export interface PublicMaintenance extends PublicEvent {
  readonly kind: 'maintenance'
  readonly status: MaintenanceStatus
  readonly scheduledFor: Instant
  readonly scheduledUntil: Instant
  /** The same for all windows of one series; null for one that stands alone. */
  readonly seriesId: string | null
  /** Ended by a publisher before it had begun. */
  readonly cancelled: boolean
  /** Rises with each change of it. */
  readonly version: number
}

export interface PublicUpdate {
  readonly id: string
  readonly status: IncidentStatus | MaintenanceStatus
  /** As it was written: `renderMarkdown` makes it fit to be shown, where it is shown. */
  readonly markdown: WrittenText
  readonly displayAt: Instant
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly correctedAt: Instant | null
  readonly notified: boolean
  /** It moved a planned window. */
  readonly rescheduled: boolean
  /** Also those that it names and leaves as they were. */
  readonly affected: readonly AffectedComponent[]
}

export interface AffectedComponent {
  readonly id: string
  /** "Group - Component" */
  readonly name: Bilingual
  readonly from: ComponentStatus
  readonly to: ComponentStatus
}
