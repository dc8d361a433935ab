import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { IncidentImpact } from '#app/domain/components/status.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { auditedIncident, impactAfter, lockIncident } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { isOver } from '#app/domain/incidents/transitions.ts'
import { columnsOf } from '#app/i18n/bilingual.ts'
import { Incident } from '#db/models/status.ts'

export interface EditIncident {
  incidentId: string
  /** The version that the publisher saw. */
  version: number
  /** One language is enough. */
  nameFr?: string
  nameEn?: string
  /** `auto`: from the components. Left out: as it was. */
  impact?: IncidentImpact | 'auto'
}

/** Renames an incident and weighs it anew; nobody is written to. Conflict when somebody published since. */
export async function editIncident(ctx: Context, input: EditIncident): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  const name = bothLanguages(input.nameFr, input.nameEn, 'publish.nameMissing')
  await withTransaction(ctx, async (tx) => {
    const { incidentId: id, version } = input
    const before = await lockIncident(tx, { id, kind: 'incident', version })
    await Incident.query(tx.db)
      .patch({
        ...columnsOf('name', name),
        ...(await impactAfter(tx, before, input.impact, isOver(before.status))),
        version: version + 1,
        updatedAt: tx.clock.now(),
      })
      .where({ id })
    const after = await Incident.query(tx.db).findById(id).throwIfNotFound()
    await recordAudit(tx, {
      action: 'incident.edited',
      subjectType: 'incident',
      subjectId: id,
      accountId: null,
      before: auditedIncident(before),
      after: auditedIncident(after),
    })
  })
}
