import type { MaintenanceStatus } from '#app/domain/components/status.ts'
import type { Incident } from '#db/models/status.ts'

/** What decides by itself when a window begins and ends. */
export interface MaintenanceWindow {
  readonly status: MaintenanceStatus
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly autoStart: boolean
  readonly autoEnd: boolean
}

/** The status a window has at `now` by its own times, whether or not a worker has written it down yet. */
export function effectiveStatus(window: MaintenanceWindow, now: Date): MaintenanceStatus {
  let { status } = window
  if (status === 'scheduled' && window.autoStart && window.scheduledFor <= now) status = 'in_progress'
  if (isActive(status) && window.autoEnd && window.scheduledUntil <= now) status = 'completed'
  return status
}

/** What a window does by itself at `now`, in order; both where no worker ran meanwhile. */
export function stepsDue(window: MaintenanceWindow, now: Date): ('in_progress' | 'completed')[] {
  const target = effectiveStatus(window, now)
  const begins = window.status === 'scheduled' && target !== 'scheduled'
  const ends = target === 'completed' && (begins || isActive(window.status))
  return [...(begins ? (['in_progress'] as const) : []), ...(ends ? (['completed'] as const) : [])]
}

/** What a window rested on when it began or ended by itself. Instants are ISO texts: this is stored as it is. */
export interface WindowFacts {
  readonly at: string
  readonly window: Omit<MaintenanceWindow, 'scheduledFor' | 'scheduledUntil'> & {
    readonly scheduledFor: string
    readonly scheduledUntil: string
  }
}

export const storeWindow = (window: MaintenanceWindow): WindowFacts['window'] => ({
  ...window,
  scheduledFor: window.scheduledFor.toISOString(),
  scheduledUntil: window.scheduledUntil.toISOString(),
})

/** A window as `storeWindow` wrote it. */
export const readWindow = (stored: WindowFacts['window']): MaintenanceWindow => ({
  ...stored,
  scheduledFor: new Date(stored.scheduledFor),
  scheduledUntil: new Date(stored.scheduledUntil),
})

/** True while the components of a window with this status are under maintenance. */
export const isActive = (status: MaintenanceStatus): boolean =>
  status === 'in_progress' || status === 'verifying'

/** The columns of a row of `incidents` that a window is made of. */
export type WindowColumns = Pick<
  Incident,
  'kind' | 'status' | 'scheduledFor' | 'scheduledUntil' | 'autoStart' | 'autoEnd'
>

/** The window of a maintenance; null for an incident. */
export function asWindow(incident: WindowColumns): MaintenanceWindow | null {
  const { kind, scheduledFor, scheduledUntil, autoStart, autoEnd } = incident
  if (kind !== 'maintenance' || !scheduledFor || !scheduledUntil) return null
  return { status: incident.status as MaintenanceStatus, scheduledFor, scheduledUntil, autoStart, autoEnd }
}

/** True for a maintenance that has not begun at `now`: neither was that written down, nor has its hour come. */
export function isPlanned(incident: WindowColumns, now: Date): boolean {
  const window = asWindow(incident)
  return window !== null && effectiveStatus(window, now) === 'scheduled'
}
