import type { Translate } from '#app/i18n/index.ts'

export type EventState = IncidentState | MaintenanceState
type IncidentState = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
type MaintenanceState = 'scheduled' | 'in_progress' | 'verifying' | 'completed'

/** The state of an incident or a maintenance, or of one of its updates, in words. */
export function stateName(t: Translate, state: EventState): string {
  switch (state) {
    case 'investigating':
    case 'identified':
    case 'monitoring':
    case 'resolved':
    case 'postmortem':
      return t(`status:incident.${state}`)
    case 'scheduled':
    case 'in_progress':
    case 'verifying':
    case 'completed':
      return t(`status:maintenance.${state}`)
  }
}
