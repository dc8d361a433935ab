import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { ComponentFields } from '#app/domain/components/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { isDatabaseError } from '#db/client.ts'
import { Component } from '#db/models/status.ts'

/** Changes what a component is called and means. Its status is none of this: only incidents say that. */
export async function updateComponent(
  ctx: Context,
  input: ComponentFields & { componentId: string },
): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  const { componentId, ...fields } = input
  const row = { ...fields, groupId: fields.groupId ?? null, capability: fields.capability ?? null }
  await withTransaction(ctx, async (tx) => {
    const before = await Component.query(tx.db)
      .findOne({ id: componentId })
      .whereNull('deletedAt')
      .forUpdate()
    if (!before) throw notFound()
    await Component.query(tx.db)
      .patch({ ...row, updatedAt: tx.clock.now() })
      .where({ id: componentId })
      .catch((error: unknown) => {
        throw isDatabaseError(error, '23503') ? invalid('publish.unknownGroup') : error
      })
    const { createdAt, updatedAt, status, ...was } = before.toJSON()
    await recordAudit(tx, {
      action: 'component.changed',
      subjectType: 'component',
      subjectId: componentId,
      accountId: null,
      before: was,
      after: row,
    })
  })
}
