/** What a component can be, best first: the order says which of two is worse. */
export const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number]

/** What an incident can be while it goes on. */
export const OPEN_STATUSES = ['investigating', 'identified', 'monitoring'] as const
export const INCIDENT_STATUSES = [...OPEN_STATUSES, 'resolved', 'postmortem'] as const
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number]

export const MAINTENANCE_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number]

export const IMPACTS = ['none', 'minor', 'major', 'critical'] as const
export type IncidentImpact = (typeof IMPACTS)[number]

const rank = (status: ComponentStatus) => COMPONENT_STATUSES.indexOf(status)

/** True when `a` is worse than `b`. */
export const isWorse = (a: ComponentStatus, b: ComponentStatus): boolean => rank(a) > rank(b)

/** The worst of what is said of a component; operational when nothing is. */
export const worstOf = (statuses: Iterable<ComponentStatus>): ComponentStatus =>
  [...statuses].reduce<ComponentStatus>((worst, one) => (isWorse(one, worst) ? one : worst), 'operational')

/**
 * An incident's impact, from the worst status it gives to a component. One that names none is minor until somebody says
 * otherwise: the page is not all green above an incident that is open.
 */
export function impactOf(statuses: readonly ComponentStatus[]): IncidentImpact {
  if (statuses.length === 0) return 'minor'
  const worst = worstOf(statuses)
  switch (worst) {
    case 'operational':
    case 'under_maintenance':
      return 'none'
    case 'degraded_performance':
      return 'minor'
    case 'partial_outage':
      return 'major'
    case 'major_outage':
      return 'critical'
  }
}
