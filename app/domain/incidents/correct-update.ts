import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { settleComponents } from '#app/domain/components/settle.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { lockIncident } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { isOver } from '#app/domain/incidents/transitions.ts'
import { lockComponents } from '#app/domain/incidents/write-update.ts'
import { noteOutage } from '#app/domain/outages/note-outage.ts'
import { columnsOf, writtenText } from '#app/i18n/bilingual.ts'
import { Incident, IncidentUpdate, IncidentUpdateComponent } from '#db/models/status.ts'

export interface CorrectUpdate {
  updateId: string
  /** The incident's version that the publisher saw. */
  version: number
  bodyFr?: string
  bodyEn?: string
  /** When it counts from; as it was unless told. */
  displayAt?: Date
}

/**
 * Mends the text and the time of a published update: it is marked as corrected, the old ones stay in the audit, and
 * nobody is written to again. A new time counts for the components' history too. Invalid when it is in the future or
 * not between those of the updates before and after; Conflict when somebody published or corrected since.
 */
export async function correctUpdate(ctx: Context, input: CorrectUpdate): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  await withTransaction(ctx, async (tx) => {
    const found = await IncidentUpdate.query(tx.db).findById(input.updateId)
    if (!found) throw notFound()
    const incident = await lockIncident(tx, { id: found.incidentId, version: input.version })
    const update = await IncidentUpdate.query(tx.db).findById(input.updateId).throwIfNotFound()
    const displayAt = input.displayAt ?? update.displayAt
    const now = tx.clock.now()
    if (displayAt > now) throw invalid('publish.displayAtInFuture')
    const milestones = await milestonesWith(tx, incident, update, displayAt)
    await IncidentUpdate.query(tx.db)
      .patch({ ...columnsOf('body', body), displayAt, correctedAt: now, updatedAt: now })
      .where({ id: update.id })
    await Incident.query(tx.db)
      .patch({ ...milestones, version: input.version + 1, updatedAt: now })
      .where({ id: incident.id })
    if (displayAt.getTime() !== update.displayAt.getTime()) await resettle(tx, update, displayAt)
    await recordAudit(tx, {
      action: 'incident.update_corrected',
      subjectType: 'incident',
      subjectId: incident.id,
      accountId: null,
      before: {
        updateId: update.id,
        body: writtenText(update, 'body'),
        displayAt: update.displayAt,
      },
      after: { updateId: update.id, body, displayAt },
    })
  })
}

/** When the incident began, was being watched and ended, once `update` counts from `displayAt`. */
async function milestonesWith(
  tx: TransactionContext,
  incident: Incident,
  update: IncidentUpdate,
  displayAt: Date,
) {
  const told = await IncidentUpdate.query(tx.db)
    .where({ incidentId: incident.id })
    .orderBy(['displayAt', 'createdAt', 'id'])
  const place = told.findIndex(({ id }) => id === update.id)
  const [before, after] = [told[place - 1], told[place + 1]]
  if ((before && before.displayAt > displayAt) || (after && after.displayAt < displayAt)) {
    throw invalid('publish.displayAtOutOfOrder')
  }
  const timeOf = (one: IncidentUpdate | undefined) =>
    one?.id === update.id ? displayAt : (one?.displayAt ?? null)
  return {
    startedAt: (incident.kind === 'incident' ? timeOf(told[0]) : null) ?? incident.startedAt,
    monitoringAt: timeOf(told.find(({ status }) => status === 'monitoring')),
    // The end that holds: one that was reopened had another before.
    resolvedAt: timeOf(told[told.findLastIndex(({ status }) => !isOver(status)) + 1]),
  }
}

async function resettle(tx: TransactionContext, update: IncidentUpdate, displayAt: Date): Promise<void> {
  const steps = await IncidentUpdateComponent.query(tx.db).where({ updateId: update.id })
  const ids = steps.map(({ componentId }) => componentId)
  await lockComponents(tx, ids)
  await settleComponents(tx, ids, displayAt < update.displayAt ? displayAt : update.displayAt)
  await noteOutage(tx, update.incidentId)
}
