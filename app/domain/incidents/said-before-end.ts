import { requirePermission } from '#app/domain/access/permissions.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** What a resolved incident said of its components until then, by their ids: as it would go on if it were reopened. */
export async function saidBeforeEnd(
  ctx: Context,
  incidentId: string,
): Promise<Record<string, ComponentStatus>> {
  requirePermission(ctx.actor, 'status:desk')
  const said = await rows<{ componentId: string; status: ComponentStatus }>(
    ctx.db,
    `select component_id, old_status as status from incident_update_components
      where update_id = (select id from incident_updates where incident_id = :incidentId and status = 'resolved'
        order by display_at desc, created_at desc limit 1)`,
    { incidentId },
  )
  return Object.fromEntries(said.map(({ componentId, status }) => [componentId, status]))
}
