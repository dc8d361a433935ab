import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { ComponentFields } from '#app/domain/components/schemas.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type ComponentId, newPublicId } from '#app/domain/ids.ts'
import { isDatabaseError, rows } from '#db/client.ts'
import { Component, ComponentStatusChange } from '#db/models/status.ts'

/** Adds a component at the end of its group, operational from now on. Invalid when the group is unknown. */
export async function createComponent(ctx: Context, input: ComponentFields): Promise<ComponentId> {
  requirePermission(ctx.actor, 'component:manage')
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const id = newPublicId<ComponentId>()
    const groupId = input.groupId ?? null
    const [last] = await rows<{ position: number }>(
      tx.db,
      `select coalesce(max(position), 0) as position from components
        where group_id is not distinct from cast(:groupId as text)`,
      { groupId },
    )
    const row = {
      ...input,
      groupId,
      capability: input.capability ?? null,
      position: (last?.position ?? 0) + 1,
    }
    await Component.query(tx.db)
      .insert({ ...row, id, createdAt: now, updatedAt: now })
      .catch((error: unknown) => {
        throw isDatabaseError(error, '23503') ? invalid('publish.unknownGroup') : error
      })
    await ComponentStatusChange.query(tx.db).insert({ componentId: id, status: 'operational', at: now })
    await recordAudit(tx, {
      action: 'component.created',
      subjectType: 'component',
      subjectId: id,
      accountId: null,
      after: row,
    })
    return id
  })
}
