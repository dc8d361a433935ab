import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import {
  readSpans,
  type Span,
  type StoredSpan,
  sameMoments,
  storeSpans,
  union,
} from '#app/domain/outages/spans.ts'
import { affected, rows } from '#db/client.ts'
import { queueTask } from '#db/queue.ts'

/**
 * Keeps, in the transaction that changed an incident or a maintenance, what its outage of the components *needed to
 * submit documents* now is, and queues the giving of days where that is new. From then on the fair clock stands still
 * (`fair_clock_stands`) until all of them are given. Doing it twice changes nothing.
 */
export async function noteOutage(tx: TransactionContext, incidentId: string): Promise<void> {
  const [incident] = await rows<{ version: number; deletedAt: Date | null }>(
    tx.db,
    'select version, deleted_at from incidents where id = :incidentId',
    { incidentId },
  )
  if (!incident) return
  const now = tx.clock.now()
  const outage = incident.deletedAt ? { spans: [], running: false } : await outageOf(tx, incidentId)
  const [known] = await rows<{ spans: StoredSpan[]; running: boolean; settledAt: Date | null }>(
    tx.db,
    'select spans, running, settled_at from outages where incident_id = :incidentId for update',
    { incidentId },
  )
  if (!known && outage.spans.length === 0 && !outage.running) return
  const unchanged =
    known && known.running === outage.running && sameMoments(readSpans(known.spans), outage.spans)
  const settledAt = unchanged ? known.settledAt : outage.running || outage.spans.length > 0 ? null : now
  await affected(
    tx.db,
    `insert into outages (incident_id, incident_version, spans, running, settled_at)
     values (:incidentId, :version, cast(:spans as jsonb), :running, :settledAt)
     on conflict (incident_id) do update set incident_version = excluded.incident_version, spans = excluded.spans,
       running = excluded.running, settled_at = excluded.settled_at,
       reached = case when :unchanged then outages.reached end`,
    {
      incidentId,
      version: incident.version,
      spans: JSON.stringify(storeSpans(outage.spans)),
      running: outage.running,
      settledAt,
      unchanged: Boolean(unchanged),
    },
  )
  if (settledAt || outage.running) return
  await queueTask(tx.db, 'settle_outages', {}, { key: 'settle_outages' })
}

/** The worst statuses, during which nobody can rely on sending anything. */
const DOWN: ReadonlySet<ComponentStatus> = new Set(['partial_outage', 'major_outage', 'under_maintenance'])

interface Said {
  componentId: string
  at: Date
  status: ComponentStatus
  archivedAt: Date | null
}

/** What the updates of one incident say of the needed components: what is over of the outage, and whether it goes on. */
async function outageOf(
  tx: TransactionContext,
  incidentId: string,
): Promise<{ spans: Span[]; running: boolean }> {
  const said = await rows<Said>(
    tx.db,
    `select s.component_id, u.display_at as at, s.new_status as status, c.deleted_at as archived_at
       from incident_update_components s join incident_updates u on u.id = s.update_id
       join components c on c.id = s.component_id
      where u.incident_id = :incidentId and c.needed_to_submit_documents
      order by u.display_at, u.created_at, u.id`,
    { incidentId },
  )
  const spans: Span[] = []
  let running = false
  for (const steps of Map.groupBy(said, ({ componentId }) => componentId).values()) {
    for (const [index, { at, status, archivedAt }] of steps.entries()) {
      if (!DOWN.has(status)) continue
      // What is archived is gone from the page, and nobody needs it any more.
      const ends = [steps[index + 1]?.at, archivedAt].filter((one) => one instanceof Date)
      const until = ends.sort((a, b) => a.getTime() - b.getTime())[0]
      if (until) spans.push({ from: at, until })
      else running = true
    }
  }
  return { spans: running ? [] : union(spans), running }
}
