import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { IncidentTemplate } from '#db/models/status.ts'

/** Removes a template; what was published from it stays. NotFound when it is gone already. */
export async function deleteTemplate(ctx: Context, templateId: string): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  await withTransaction(ctx, async (tx) => {
    const before = await IncidentTemplate.query(tx.db).findById(templateId).forUpdate()
    if (!before) throw notFound()
    await IncidentTemplate.query(tx.db).deleteById(templateId)
    await recordAudit(tx, {
      action: 'incident_template.deleted',
      subjectType: 'incident_template',
      subjectId: templateId,
      accountId: null,
      before: before.toJSON(),
    })
  })
}
