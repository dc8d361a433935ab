import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { lockIncident } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { isPlanned } from '#app/domain/maintenance/effective-status.ts'
import { progress } from '#app/domain/maintenance/publish-progress.ts'

export interface CancelMaintenance {
  maintenanceId: string
  version: number
  bodyFr?: string
  bodyEn?: string
  notify: boolean
}

/**
 * Calls off a maintenance that has not begun. Statuspage knows no such status: it is completed without having
 * begun, and pages and mails say that it is cancelled. Conflict when somebody published since the version
 * given; PreconditionFailed once it has begun, or is over.
 */
export async function cancelMaintenance(ctx: Context, input: CancelMaintenance): Promise<IncidentUpdateId> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  return withTransaction(ctx, async (tx) => {
    const planned = await lockIncident(tx, {
      id: input.maintenanceId,
      kind: 'maintenance',
      version: input.version,
    })
    if (!isPlanned(planned, tx.clock.now())) throw preconditionFailed('maintenance.notPlanned')
    return progress(tx, {
      ...input,
      status: 'completed',
      body,
      displayAt: tx.clock.now(),
      action: 'maintenance.cancelled',
    })
  })
}
