import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { type IncidentTemplateId, newPublicId } from '#app/domain/ids.ts'
import type { TemplateFields } from '#app/domain/templates/schemas.ts'
import { saveTemplateComponents, templateRow } from '#app/domain/templates/template-row.ts'
import { IncidentTemplate } from '#db/models/status.ts'

/** Adds a template for incidents or maintenance. Invalid when it names an unknown component. */
export async function createTemplate(ctx: Context, input: TemplateFields): Promise<IncidentTemplateId> {
  requirePermission(ctx.actor, 'incident:publish')
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const id = newPublicId<IncidentTemplateId>()
    await IncidentTemplate.query(tx.db).insert({ ...templateRow(input), id, createdAt: now, updatedAt: now })
    await saveTemplateComponents(tx, id, input)
    await recordAudit(tx, {
      action: 'incident_template.created',
      subjectType: 'incident_template',
      subjectId: id,
      accountId: null,
      after: input,
    })
    return id
  })
}
