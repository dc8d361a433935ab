import type { Context } from '#app/domain/context.ts'
import type { EventStatus } from '#app/domain/incidents/transitions.ts'
import { IncidentUpdate } from '#db/models/status.ts'

/** SQL condition: the maintenance `i` is over and never began. */
export const IS_CANCELLED = `i.status = 'completed' and not exists (
  select 1 from incident_updates u where u.incident_id = i.id and u.status = 'in_progress')`

/** The same of one whose updates are at hand. */
export const isCancelled = (status: EventStatus, updates: readonly { status: EventStatus }[]): boolean =>
  status === 'completed' && !updates.some((update) => update.status === 'in_progress')

/** True when a maintenance ever began. One that is completed without having begun was cancelled. */
export async function hasBegun(ctx: Pick<Context, 'db'>, maintenanceId: string): Promise<boolean> {
  const begun = await IncidentUpdate.query(ctx.db)
    .where({ incidentId: maintenanceId, status: 'in_progress' })
    .resultSize()
  return begun > 0
}
