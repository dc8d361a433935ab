import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { type Conflict, conflictsOf, type PlannedWindow } from '#app/domain/maintenance/conflicts.ts'
import { rows } from '#db/client.ts'

export interface WindowsToCheck {
  windows: readonly { scheduledFor: Date; scheduledUntil: Date }[]
  componentIds: readonly string[]
  /** Maintenances that are these windows themselves. */
  exceptIds?: readonly string[]
}

/** What speaks against each window, in the order given: one statement, however many there are. */
export async function listConflicts(
  ctx: Context,
  { windows, componentIds, exceptIds = [] }: WindowsToCheck,
): Promise<Conflict[][]> {
  requirePermission(ctx.actor, 'status:desk')
  const planned = await rows<PlannedWindow>(
    ctx.db,
    `with touched as (
       select id, capability, needed_to_submit_documents as needed from components
        where id = any(:componentIds) and deleted_at is null)
     select w.begins as scheduled_for, w.ends as scheduled_until,
       (select coalesce(json_agg(json_build_object(
            'id', i.id, 'kind', i.kind, 'nameFr', i.name_fr, 'nameEn', i.name_en)
            order by i.kind, i.scheduled_for, i.id), '[]')
          from incidents i where i.resolved_at is null and i.deleted_at is null and i.id <> all(cast(:exceptIds as text[]))
           and (i.kind = 'incident' or (i.scheduled_for < w.ends and i.scheduled_until > w.begins))
           and exists (select 1 from incident_components c join touched on touched.id = c.component_id
                        where c.incident_id = i.id and c.status <> 'operational')) as events,
       exists (select 1 from touched where capability = 'payouts') as touches_payouts,
       (select count(distinct q.account_id) from requirements q
         where exists (select 1 from touched where needed) and q.closed_at is null
           and q.deadline_at >= w.begins and q.deadline_at < w.ends) as merchants_due
       from unnest(cast(:begins as timestamptz[]), cast(:ends as timestamptz[])) with ordinality as w (begins, ends, place)
      order by w.place`,
    {
      componentIds: [...componentIds],
      exceptIds: [...exceptIds],
      begins: windows.map(({ scheduledFor }) => scheduledFor.toISOString()),
      ends: windows.map(({ scheduledUntil }) => scheduledUntil.toISOString()),
    },
  )
  return planned.map((window) => conflictsOf(window, ctx.settings.payoutCutoff))
}
