import type { ComponentStatus, IncidentImpact } from '#app/domain/components/status.ts'
import type { Indicator } from '#app/domain/snapshot/public-status.ts'

/** What decides the overall state: shown components, open incidents, and whether a maintenance runs. */
export interface OverallFacts {
  readonly components: Iterable<ComponentStatus>
  readonly incidents: Iterable<IncidentImpact>
  readonly maintenanceActive: boolean
}

/** The overall indicator (status.md): the first of critical, major, minor, maintenance that something calls for. */
export function overallIndicator(facts: OverallFacts): Indicator {
  const components = new Set(facts.components)
  const incidents = new Set(facts.incidents)
  if (incidents.has('critical') || components.has('major_outage')) return 'critical'
  if (incidents.has('major') || components.has('partial_outage')) return 'major'
  if (incidents.has('minor') || components.has('degraded_performance')) return 'minor'
  if (facts.maintenanceActive || components.has('under_maintenance')) return 'maintenance'
  return 'none'
}

/** Statuspage's words for each indicator; existing clients compare them. */
export const DESCRIPTIONS: Record<Indicator, string> = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
  maintenance: 'Service Under Maintenance',
}
