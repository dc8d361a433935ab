import { requirePermission } from '#app/domain/access/permissions.ts'
import type { BroadcastKind } from '#app/domain/broadcasts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * SQL condition: the subscriber `s` hears of something of `kind` that touches the components in the array
 * expression `touched`. Where it touches none, only those who asked for everything hear of it.
 */
export const hears = (kind: string, touched: string) => `
  s.status = 'confirmed'
  and case ${kind} when 'incident' then s.wants_incidents else s.wants_maintenance end
  and (s.all_components or exists (
    select 1 from subscriber_components c
     where c.subscriber_id = s.id and cast(c.component_id as text) = any(${touched})))`

/** How many would receive an update now: shown to the publisher before it goes out. */
export async function countRecipients(
  ctx: Context,
  { kind, componentIds }: { kind: BroadcastKind; componentIds: readonly string[] },
): Promise<number> {
  requirePermission(ctx.actor, 'incident:publish')
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select count(*) as count from subscribers s where ${hears('cast(:kind as text)', 'cast(:touched as text[])')}`,
    { kind, touched: [...componentIds] },
  )
  return found?.count ?? 0
}
