import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { affected } from '#db/client.ts'
import { Component } from '#db/models/status.ts'

/** Moves a component one place up or down within its group; at the end of the way nothing happens. */
export async function moveComponent(
  ctx: Context,
  { componentId, direction }: { componentId: string; direction: 'up' | 'down' },
): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  await withTransaction(ctx, async (tx) => {
    const moving = await Component.query(tx.db).findOne({ id: componentId }).whereNull('deletedAt')
    if (!moving) throw notFound()
    const siblings = await Component.query(tx.db)
      .where({ groupId: moving.groupId })
      .whereNull('deletedAt')
      .orderBy(['position', 'id'])
      .forUpdate()
    const ids = siblings.map(({ id }) => id)
    const from = ids.indexOf(componentId)
    const to = direction === 'up' ? from - 1 : from + 1
    const neighbour = ids[to]
    if (neighbour === undefined) return
    ids[from] = neighbour
    ids[to] = componentId
    await affected(
      tx.db,
      `update components c set position = o.position, updated_at = :now
         from unnest(cast(:ids as text[])) with ordinality as o (id, position)
        where c.id = o.id and c.position <> o.position`,
      { ids, now: tx.clock.now() },
    )
    await recordAudit(tx, {
      action: 'component.moved',
      subjectType: 'component',
      subjectId: componentId,
      accountId: null,
      before: { position: from + 1 },
      after: { position: to + 1 },
    })
  })
}
