import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { GroupFields } from '#app/domain/components/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { ComponentGroup } from '#db/models/status.ts'

/** Changes what a group is called. */
export async function updateGroup(ctx: Context, input: GroupFields & { groupId: string }): Promise<void> {
  requirePermission(ctx.actor, 'component:manage')
  const { groupId, ...names } = input
  await withTransaction(ctx, async (tx) => {
    const before = await ComponentGroup.query(tx.db).findById(groupId).forNoKeyUpdate()
    if (!before) throw notFound()
    await ComponentGroup.query(tx.db)
      .patch({ ...names, updatedAt: tx.clock.now() })
      .where({ id: groupId })
    await recordAudit(tx, {
      action: 'component_group.changed',
      subjectType: 'component_group',
      subjectId: groupId,
      accountId: null,
      before: { nameFr: before.nameFr, nameEn: before.nameEn },
      after: names,
    })
  })
}
