import type { Translate } from '#app/i18n/index.ts'

export type EventState = IncidentState | MaintenanceState
type IncidentState = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
type MaintenanceState = 'scheduled' | 'in_progress' | 'verifying' | 'completed'

/** The state of an incident or a maintenance in words. */
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

interface ToldState {
  readonly status: EventState
  /** It moved a planned window. */
  readonly rescheduled?: boolean
  /** It called its maintenance off. */
  readonly cancelled?: boolean
}

/** What an update of an incident or a maintenance tells, in words. */
export function updateName(t: Translate, { status, rescheduled, cancelled }: ToldState): string {
  if (cancelled) return t('status:page.cancelled')
  if (rescheduled) return t('maintenance:mail.rescheduled')
  return stateName(t, status)
}
