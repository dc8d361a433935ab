import { type IncidentStatus, type MaintenanceStatus, OPEN_STATUSES } from '#app/domain/components/status.ts'

export type EventStatus = IncidentStatus | MaintenanceStatus

const WHILE_OPEN = ['investigating', 'identified', 'monitoring', 'resolved'] as const

/** What the next update may say, by the status so far. A resolved incident takes nothing but a postmortem, unless reopened. */
export const NEXT_STATUSES: Record<EventStatus, readonly EventStatus[]> = {
  investigating: WHILE_OPEN,
  identified: WHILE_OPEN,
  monitoring: WHILE_OPEN,
  resolved: ['postmortem'],
  postmortem: ['postmortem'],
  scheduled: ['scheduled', 'in_progress', 'completed'],
  in_progress: ['in_progress', 'verifying', 'completed'],
  verifying: ['in_progress', 'verifying', 'completed'],
  completed: [],
}

/** As what an incident may be opened again. One with a postmortem is history: what happens then is another one. */
export const reopensAs = (status: EventStatus): readonly EventStatus[] =>
  status === 'resolved' ? OPEN_STATUSES : []

/** True for statuses in which the thing is over and says nothing of its components any more. */
export const isOver = (status: EventStatus): boolean =>
  status === 'resolved' || status === 'postmortem' || status === 'completed'
