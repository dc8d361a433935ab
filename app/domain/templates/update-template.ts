import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { TemplateFields } from '#app/domain/templates/schemas.ts'
import { saveTemplateComponents, templateRow } from '#app/domain/templates/template-row.ts'
import { IncidentTemplate } from '#db/models/status.ts'

/** Changes a template; what was published from it stays as it is. Its kind stays too. NotFound when unknown. */
export async function updateTemplate(
  ctx: Context,
  input: TemplateFields & { templateId: string },
): Promise<void> {
  requirePermission(ctx.actor, 'incident:publish')
  const { templateId, ...fields } = input
  await withTransaction(ctx, async (tx) => {
    const before = await IncidentTemplate.query(tx.db)
      .findOne({ id: templateId, kind: fields.kind })
      .forUpdate()
    if (!before) throw notFound()
    await IncidentTemplate.query(tx.db)
      .patch({ ...templateRow(fields), updatedAt: tx.clock.now() })
      .where({ id: templateId })
    await saveTemplateComponents(tx, templateId, fields)
    const { createdAt, updatedAt, ...was } = before.toJSON()
    await recordAudit(tx, {
      action: 'incident_template.changed',
      subjectType: 'incident_template',
      subjectId: templateId,
      accountId: null,
      before: was,
      after: fields,
    })
  })
}
