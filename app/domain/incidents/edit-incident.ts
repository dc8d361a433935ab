import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { IncidentImpact } from '#app/domain/components/status.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { auditedIncident, changedSince } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { Incident } from '#db/models/status.ts'

export interface EditIncident {
  incidentId: string
  /** The version that the publisher saw. */
  version: number
  /** One language is enough. */
  nameFr?: string
  nameEn?: string
  /** Stands until an update withdraws it. Left out: as it was. */
  impact?: IncidentImpact
}

/** Renames an incident and says how bad it is; nobody is written to. Conflict when somebody published since. */
export async function editIncident(ctx: Context, input: EditIncident): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  const name = bothLanguages(input.nameFr, input.nameEn, 'publish.nameMissing')
  const { incidentId, version, impact } = input
  await withTransaction(ctx, async (tx) => {
    const before = await Incident.query(tx.db).findOne({ id: incidentId, kind: 'incident' }).forUpdate()
    if (!before) throw notFound()
    if (before.version !== version) throw await changedSince(tx, before)
    const after = await Incident.query(tx.db).patchAndFetchById(incidentId, {
      nameFr: name.fr,
      nameEn: name.en,
      ...(impact && { impact, impactOverridden: true }),
      version: version + 1,
      updatedAt: tx.clock.now(),
    })
    await recordAudit(tx, {
      action: 'incident.edited',
      subjectType: 'incident',
      subjectId: incidentId,
      accountId: null,
      before: auditedIncident(before),
      after: auditedIncident(after),
    })
  })
}
