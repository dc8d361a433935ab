import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { withdrawBroadcasts } from '#app/domain/broadcasts/withdraw-broadcasts.ts'
import { settleComponents } from '#app/domain/components/settle.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { auditedIncident, lockIncident } from '#app/domain/incidents/move-on.ts'
import { lockComponents } from '#app/domain/incidents/write-update.ts'
import { noteOutage } from '#app/domain/outages/note-outage.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'

export interface DeleteIncident {
  incidentId: string
  /** The version that the publisher saw. */
  version: number
}

/**
 * Takes an incident back, open or over: page, API, feeds and uptime are as if it had never been published, and whoever
 * has not been written to yet will not be. What was said stays in the audit. NotFound when it is deleted already;
 * Conflict when somebody published since.
 */
export async function deleteIncident(ctx: Context, { incidentId, version }: DeleteIncident): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  await withTransaction(ctx, async (tx) => {
    const incident = await lockIncident(tx, { id: incidentId, kind: 'incident', version })
    const now = tx.clock.now()
    await Incident.query(tx.db)
      .patch({ deletedAt: now, updatedAt: now, version: version + 1 })
      .where({ id: incidentId })
    const touched = await componentsOf(tx, incidentId)
    await lockComponents(tx, touched)
    await settleComponents(tx, touched, incident.startedAt)
    await noteOutage(tx, incidentId)
    const withdrawn = await withdrawBroadcasts(tx, incidentId)
    await recordAudit(tx, {
      action: 'incident.deleted',
      subjectType: 'incident',
      subjectId: incidentId,
      accountId: null,
      before: auditedIncident(incident),
      after: { deliveriesWithdrawn: withdrawn },
    })
  })
}

async function componentsOf(tx: TransactionContext, incidentId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx.db,
    'select component_id as id from incident_components where incident_id = :incidentId order by 1',
    { incidentId },
  )
  return found.map(({ id }) => id)
}
