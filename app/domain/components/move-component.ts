import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { Direction } from '#app/domain/components/schemas.ts'
import { swapPlaces } from '#app/domain/components/swap-places.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { Component } from '#db/models/status.ts'

/** Moves a component one place up or down within its group; at the end of the way nothing happens. */
export async function moveComponent(
  ctx: Context,
  { componentId, direction }: { componentId: string; direction: Direction },
): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  await withTransaction(ctx, async (tx) => {
    const moving = await Component.query(tx.db).findOne({ id: componentId }).whereNull('deletedAt')
    if (!moving) throw notFound()
    const siblings = () => Component.query(tx.db).where({ groupId: moving.groupId }).whereNull('deletedAt')
    await siblings().select('id').orderBy('id').forUpdate()
    // Only now: a statement that had to wait gives its rows in the order that they had before.
    const inOrder = await siblings().select('id').orderBy(['position', 'id'])
    const ids = inOrder.map(({ id }) => id)
    const moved = await swapPlaces(tx, 'components', ids, { id: componentId, direction })
    if (!moved) return
    await recordAudit(tx, {
      action: 'component.moved',
      subjectType: 'component',
      subjectId: componentId,
      accountId: null,
      before: { position: moved.from },
      after: { position: moved.to },
    })
  })
}
