import type { Context } from '#app/domain/context.ts'
import { IncidentUpdate } from '#db/models/status.ts'

/** True when a maintenance ever began. One that is completed without having begun was cancelled. */
export async function hasBegun(ctx: Pick<Context, 'db'>, maintenanceId: string): Promise<boolean> {
  const begun = await IncidentUpdate.query(ctx.db)
    .where({ incidentId: maintenanceId, status: 'in_progress' })
    .resultSize()
  return begun > 0
}
