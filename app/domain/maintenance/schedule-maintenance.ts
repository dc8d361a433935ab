import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type IncidentId, type IncidentUpdateId, newPublicId } from '#app/domain/ids.ts'
import { auditedIncident } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { saveClaims, writeUpdate } from '#app/domain/incidents/write-update.ts'
import { Component, Incident } from '#db/models/status.ts'

export interface ScheduleMaintenance {
  nameFr?: string
  nameEn?: string
  bodyFr?: string
  bodyEn?: string
  scheduledFor: Date
  scheduledUntil: Date
  /** Under maintenance while the window lasts. */
  componentIds: readonly string[]
  autoStart: boolean
  autoEnd: boolean
  /** Also for the notices of start and end. */
  notify: boolean
}

/** Announces a maintenance window. Invalid when it ends before it begins, or is over already. */
export async function scheduleMaintenance(
  ctx: Context,
  input: ScheduleMaintenance,
): Promise<{ incidentId: IncidentId; updateId: IncidentUpdateId }> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const name = bothLanguages(input.nameFr, input.nameEn, 'publish.nameMissing')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  requireWindow(input, ctx.clock.now())
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const incidentId = newPublicId<IncidentId>()
    const known = await Component.query(tx.db)
      .whereIn('id', [...input.componentIds])
      .whereNull('deletedAt')
      .resultSize()
    if (known !== new Set(input.componentIds).size) throw invalid('publish.unknownComponent')
    const incident = await Incident.query(tx.db).insertAndFetch({
      id: incidentId,
      kind: 'maintenance',
      nameFr: name.fr,
      nameEn: name.en,
      status: 'scheduled',
      impact: 'maintenance',
      startedAt: now,
      scheduledFor: input.scheduledFor,
      scheduledUntil: input.scheduledUntil,
      autoStart: input.autoStart,
      autoEnd: input.autoEnd,
      createdAt: now,
      updatedAt: now,
    })
    // Said now, in force only while the window is active.
    await saveClaims(
      tx,
      incidentId,
      [...new Set(input.componentIds)].map((id) => ({ id, status: 'under_maintenance' })),
    )
    const { notify } = input
    const updateId = await writeUpdate(tx, incidentId, {
      status: 'scheduled',
      body,
      claims: [],
      notify,
      displayAt: now,
    })
    await recordAudit(tx, {
      action: 'maintenance.scheduled',
      subjectType: 'incident',
      subjectId: incidentId,
      accountId: null,
      after: { ...auditedIncident(incident), updateId, body, componentIds: input.componentIds, notify },
    })
    return { incidentId, updateId }
  })
}

/** Refuses a window that ends before it begins, or that is over already. */
export function requireWindow(window: { scheduledFor: Date; scheduledUntil: Date }, now: Date): void {
  if (window.scheduledUntil <= window.scheduledFor) throw invalid('publish.windowEndsBeforeStart')
  if (window.scheduledUntil <= now) throw invalid('publish.windowInPast')
}
