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

/** True while the components of a window with this status are under maintenance. */
export const isActive = (status: MaintenanceStatus): boolean =>
  status === 'in_progress' || status === 'verifying'

/** The columns of a row of `incidents` that a window is made of. */
type WindowColumns = Pick<
  Incident,
  'kind' | 'status' | 'scheduledFor' | 'scheduledUntil' | 'autoStart' | 'autoEnd'
>

/** The window of a maintenance; null for an incident. */
export function asWindow(incident: WindowColumns): MaintenanceWindow | null {
  const { kind, scheduledFor, scheduledUntil, autoStart, autoEnd } = incident
  if (kind !== 'maintenance' || !scheduledFor || !scheduledUntil) return null
  return { status: incident.status as MaintenanceStatus, scheduledFor, scheduledUntil, autoStart, autoEnd }
}
