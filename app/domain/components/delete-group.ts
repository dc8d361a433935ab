import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { Component, ComponentGroup } from '#db/models/status.ts'

/** Removes a group from the page. Its components stay, without a group: their past and what is said of them with them. */
export async function deleteGroup(ctx: Context, groupId: string): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  await withTransaction(ctx, async (tx) => {
    // Nothing can come into it from here on.
    const group = await ComponentGroup.query(tx.db).findById(groupId).forUpdate()
    if (!group) throw notFound()
    const within = await Component.query(tx.db)
      .where({ groupId })
      .select('id', 'position')
      .orderBy('id')
      .forUpdate()
    const inOrder = within.sort((a, b) => a.position - b.position)
    await Component.query(tx.db).patch({ groupId: null, updatedAt: tx.clock.now() }).where({ groupId })
    await ComponentGroup.query(tx.db).deleteById(groupId)
    await recordAudit(tx, {
      action: 'component_group.deleted',
      subjectType: 'component_group',
      subjectId: groupId,
      accountId: null,
      before: { nameFr: group.nameFr, nameEn: group.nameEn, componentIds: inOrder.map(({ id }) => id) },
    })
  })
}
