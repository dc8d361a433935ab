import { type ComponentStatus, worstOf } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { affected, rows } from '#db/client.ts'
import { ComponentStatusChange } from '#db/models/status.ts'

/** What one incident says of a component from `at` on. */
export interface Step {
  readonly incidentId: string
  readonly at: Date
  readonly status: ComponentStatus
}

/** From `at` on the component has `status`; `incidentId` names what brought that about. */
export type Change = Step

/**
 * The one history of a component under everything that was said of it: at each moment the worst, so that
 * closing one incident reveals the next and overlapping ones count once. `steps` are oldest first.
 */
export function worstTimeline(steps: readonly Step[]): Change[] {
  const said = new Map<string, ComponentStatus>()
  const changes: Change[] = []
  let before: ComponentStatus = 'operational'
  for (const [index, { at, incidentId, status }] of steps.entries()) {
    said.set(incidentId, status)
    if (steps[index + 1]?.at.getTime() === at.getTime()) continue
    const worst = worstOf(said.values())
    if (worst === before) continue
    const by = status === worst ? incidentId : [...said].find(([, one]) => one === worst)?.[0]
    changes.push({ at, status: worst, incidentId: by ?? incidentId })
    before = worst
  }
  return changes
}

/**
 * Writes the history of these components anew from `since` on, out of the updates published so far, and sets
 * their present status. What deleted incidents said does not count. The caller holds their rows locked, so that two publishers follow one another.
 */
export async function settleComponents(
  tx: TransactionContext,
  componentIds: readonly string[],
  since: Date,
): Promise<void> {
  if (componentIds.length === 0) return
  const steps = await rows<Step & { componentId: string }>(
    tx.db,
    `select c.component_id, u.incident_id, u.display_at as at, c.new_status as status
       from incident_update_components c join incident_updates u on u.id = c.update_id
       join incidents i on i.id = u.incident_id
      where c.component_id = any(:componentIds) and i.deleted_at is null
      order by u.display_at, u.created_at, u.id`,
    { componentIds },
  )
  const byComponent = Map.groupBy(steps, ({ componentId }) => componentId)
  await affected(
    tx.db,
    'delete from component_status_changes where component_id = any(:componentIds) and at >= :since',
    { componentIds, since },
  )
  const settled = componentIds.map((componentId) => ({
    componentId,
    timeline: worstTimeline(byComponent.get(componentId) ?? []),
  }))
  const renewed = settled.flatMap(({ componentId, timeline }) =>
    timeline.filter(({ at }) => at >= since).map((change) => ({ componentId, ...change })),
  )
  if (renewed.length > 0) await ComponentStatusChange.query(tx.db).insert(renewed)
  await affected(
    tx.db,
    `update components c set status = s.status, updated_at = :now
       from unnest(cast(:ids as text[]), cast(:statuses as text[])) as s (id, status)
      where c.id = s.id and c.status <> s.status`,
    {
      now: tx.clock.now(),
      ids: [...componentIds],
      statuses: settled.map(({ timeline }) => timeline.at(-1)?.status ?? 'operational'),
    },
  )
}
