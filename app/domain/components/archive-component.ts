import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { Component } from '#db/models/status.ts'

/**
 * Takes a component off the page for good. What was said of it stays in the history, and incidents that are
 * open go on without it.
 */
export async function archiveComponent(ctx: Context, componentId: string): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  await withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const archived = await Component.query(tx.db)
      .patch({ deletedAt: now, updatedAt: now })
      .where({ id: componentId })
      .whereNull('deletedAt')
    if (archived === 0) throw notFound()
    await recordAudit(tx, {
      action: 'component.archived',
      subjectType: 'component',
      subjectId: componentId,
      accountId: null,
    })
  })
}
