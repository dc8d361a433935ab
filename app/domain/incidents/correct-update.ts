import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { changedSince } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'

export interface CorrectUpdate {
  updateId: string
  /** The incident's version that the publisher saw. */
  version: number
  bodyFr?: string
  bodyEn?: string
}

/**
 * Mends the text of a published update: it is marked as corrected, the old text stays in the audit, and
 * nobody is written to again. Conflict when somebody published or corrected since.
 */
export async function correctUpdate(ctx: Context, input: CorrectUpdate): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  await withTransaction(ctx, async (tx) => {
    const update = await IncidentUpdate.query(tx.db).findById(input.updateId)
    if (!update) throw notFound()
    const now = tx.clock.now()
    const taken = await Incident.query(tx.db)
      .patch({ version: input.version + 1, updatedAt: now })
      .where({ id: update.incidentId, version: input.version })
    if (taken === 0) {
      throw await changedSince(tx, await Incident.query(tx.db).findById(update.incidentId).throwIfNotFound())
    }
    await IncidentUpdate.query(tx.db)
      .patch({ bodyFr: body.fr, bodyEn: body.en, correctedAt: now, updatedAt: now })
      .where({ id: update.id })
    await recordAudit(tx, {
      action: 'incident.update_corrected',
      subjectType: 'incident',
      subjectId: update.incidentId,
      accountId: null,
      before: { updateId: update.id, body: { fr: update.bodyFr, en: update.bodyEn } },
      after: { updateId: update.id, body },
    })
  })
}
