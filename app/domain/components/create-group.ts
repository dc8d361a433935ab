import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { GroupFields } from '#app/domain/components/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { type ComponentGroupId, newPublicId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import { ComponentGroup } from '#db/models/status.ts'

/** Adds a group after the others. */
export async function createGroup(ctx: Context, input: GroupFields): Promise<ComponentGroupId> {
  requirePermission(ctx.actor, 'component:manage')
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const id = newPublicId<ComponentGroupId>()
    const [last] = await rows<{ position: number }>(
      tx.db,
      'select coalesce(max(position), 0) as position from component_groups',
    )
    const row = { ...input, position: (last?.position ?? 0) + 1 }
    await ComponentGroup.query(tx.db).insert({ ...row, id, createdAt: now, updatedAt: now })
    await recordAudit(tx, {
      action: 'component_group.created',
      subjectType: 'component_group',
      subjectId: id,
      accountId: null,
      after: row,
    })
    return id
  })
}
