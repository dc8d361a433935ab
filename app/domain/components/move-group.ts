import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { Direction } from '#app/domain/components/schemas.ts'
import { swapPlaces } from '#app/domain/components/swap-places.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { ComponentGroup } from '#db/models/status.ts'

/** Moves a group one place up or down on the page; at the end of the way nothing happens. */
export async function moveGroup(
  ctx: Context,
  { groupId, direction }: { groupId: string; direction: Direction },
): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  await withTransaction(ctx, async (tx) => {
    await ComponentGroup.query(tx.db).select('id').orderBy('id').forNoKeyUpdate()
    // Only now: a statement that had to wait gives its rows in the order that they had before.
    const groups = await ComponentGroup.query(tx.db).select('id').orderBy(['position', 'id'])
    const ids = groups.map(({ id }) => id)
    if (!ids.includes(groupId)) throw notFound()
    const moved = await swapPlaces(tx, 'component_groups', ids, { id: groupId, direction })
    if (!moved) return
    await recordAudit(tx, {
      action: 'component_group.moved',
      subjectType: 'component_group',
      subjectId: groupId,
      accountId: null,
      before: { position: moved.from },
      after: { position: moved.to },
    })
  })
}
