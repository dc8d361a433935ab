import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { auditedIncident, moveOn } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { requireWindow } from '#app/domain/maintenance/schedule-maintenance.ts'
import { Incident } from '#db/models/status.ts'

export interface RescheduleMaintenance {
  maintenanceId: string
  version: number
  scheduledFor: Date
  scheduledUntil: Date
  bodyFr?: string
  bodyEn?: string
  notify: boolean
}

/** Moves a window that has not begun. PreconditionFailed once it has. */
export async function rescheduleMaintenance(
  ctx: Context,
  input: RescheduleMaintenance,
): Promise<IncidentUpdateId> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  requireWindow(input, ctx.clock.now())
  const { scheduledFor, scheduledUntil } = input
  return withTransaction(ctx, async (tx) => {
    const { updateId, before } = await moveOn(tx, {
      id: input.maintenanceId,
      kind: 'maintenance',
      version: input.version,
      status: 'scheduled',
      body,
      claims: [],
      notify: input.notify,
      displayAt: tx.clock.now(),
    })
    const moved = await Incident.query(tx.db)
      .patch({ scheduledFor, scheduledUntil })
      .where({ id: input.maintenanceId, status: 'scheduled' })
    if (moved === 0) throw preconditionFailed('publish.statusNotNext')
    const after = await Incident.query(tx.db).findById(input.maintenanceId).throwIfNotFound()
    await recordAudit(tx, {
      action: 'maintenance.rescheduled',
      subjectType: 'incident',
      subjectId: input.maintenanceId,
      accountId: null,
      before: auditedIncident(before),
      after: { ...auditedIncident(after), updateId, body, notify: input.notify },
    })
    return updateId
  })
}
