import type { ComponentStatus, IncidentStatus, MaintenanceStatus } from '#app/domain/components/status.ts'
import { type Database, rows } from '#db/client.ts'
import { Incident, IncidentComponent, type IncidentUpdate } from '#db/models/status.ts'

/** An incident or a maintenance as the tables have it, with all that was said of it. Never changed once read. */
export interface EventRecord {
  readonly incident: Incident
  /** What it says of each component now. */
  readonly claims: readonly IncidentComponent[]
  /** Newest first. */
  readonly updates: readonly PublishedUpdate[]
}

/** An update without its author: that column is never read here. */
export type PublishedUpdate = Pick<
  IncidentUpdate,
  | 'id'
  | 'incidentId'
  | 'bodyFr'
  | 'bodyEn'
  | 'bodyWrittenIn'
  | 'displayAt'
  | 'notify'
  | 'createdAt'
  | 'updatedAt'
  | 'correctedAt'
  | 'rescheduled'
> & { readonly status: IncidentStatus | MaintenanceStatus; readonly steps: readonly PublishedStep[] }

interface PublishedStep {
  readonly updateId: string
  readonly componentId: string
  readonly oldStatus: ComponentStatus
  readonly newStatus: ComponentStatus
}

/** Everything that happened, by id, as one transaction saw it. */
export interface KnownEvents {
  /** That transaction's view, in PostgreSQL's words. */
  readonly seen: string
  /** Which server, database and tables that was: of others, or of tables emptied or restored, no view says anything. */
  readonly source: string
  readonly byId: ReadonlyMap<string, EventRecord>
}

/** Above this, all is read anew: more ids than that are no shorter to ask for. */
const MAX_ASKED = 1_000

/**
 * All events as the transaction `db` sees them. Of those in `known` only what changed since is read: what any
 * transaction wrote that was not visible then, however it was dated, deleted or committed out of order.
 */
export async function readEventRecords(db: Database, known: KnownEvents | null): Promise<KnownEvents> {
  const view = await viewOf(db)
  const touched = known?.source === view.source ? await touchedSince(db, known.seen) : null
  if (!known || !touched || touched.length > MAX_ASKED) return { ...view, byId: await readRecords(db, null) }
  if (touched.length === 0) return { ...view, byId: known.byId }
  const byId = new Map(known.byId)
  for (const id of touched) byId.delete(id)
  for (const [id, record] of await readRecords(db, touched)) byId.set(id, record)
  return { ...view, byId }
}

async function viewOf(db: Database): Promise<Omit<KnownEvents, 'byId'>> {
  const [view] = await rows<Omit<KnownEvents, 'byId'>>(
    db,
    // Tables that are emptied at once, dropped or restored fire no trigger, and lie in another file afterwards.
    `select cast(pg_current_snapshot() as text) as seen,
            concat_ws(' ', pg_postmaster_start_time(), current_database(),
              pg_relation_filenode('incidents'), pg_relation_filenode('incident_updates'),
              pg_relation_filenode('incident_components'), pg_relation_filenode('incident_update_components'),
              pg_relation_filenode('incident_touches')) as source`,
  )
  if (!view) throw new Error('a query without a table answers with one row')
  return view
}

async function touchedSince(db: Database, seen: string): Promise<string[]> {
  const touched = await rows<{ id: string }>(
    db,
    `select incident_id as id from incident_touches
      where xid >= pg_snapshot_xmin(cast(:seen as pg_snapshot))
        and not pg_visible_in_snapshot(xid, cast(:seen as pg_snapshot))
        -- A restored copy holds numbers that its own transactions have yet to reach.
        and xid < pg_snapshot_xmax(pg_current_snapshot())
      limit :limit`,
    { seen, limit: MAX_ASKED + 1 },
  )
  return touched.map(({ id }) => id)
}

async function readRecords(db: Database, ids: readonly string[] | null): Promise<Map<string, EventRecord>> {
  const shown = Incident.query(db).whereNull('deletedAt')
  if (ids) shown.whereIn('id', [...ids])
  const incidents = await shown
  const claims = IncidentComponent.query(db).orderBy(['incidentId', 'componentId'])
  if (ids) claims.whereIn('incidentId', [...ids])
  const updates = await rows<Omit<PublishedUpdate, 'steps'>>(
    db,
    `select u.id, u.incident_id, u.status, u.body_fr, u.body_en, u.body_written_in, u.display_at, u.notify,
            u.created_at, u.updated_at, u.corrected_at, u.rescheduled
       from incident_updates u join incidents i on i.id = u.incident_id
      where i.deleted_at is null ${ids ? 'and u.incident_id = any(:ids)' : ''}
      order by u.display_at desc, u.created_at desc, u.id`,
    { ids },
  )
  const steps = await rows<PublishedStep>(
    db,
    `select s.update_id, s.component_id, s.old_status, s.new_status
       from incident_update_components s
      ${ids ? 'join incident_updates u on u.id = s.update_id where u.incident_id = any(:ids)' : ''}
      order by s.component_id`,
    { ids },
  )
  const claimsOf = Map.groupBy(await claims, ({ incidentId }) => incidentId)
  const stepsOf = Map.groupBy(steps, ({ updateId }) => updateId)
  const updatesOf = Map.groupBy(
    updates.map((update) => ({ ...update, steps: stepsOf.get(update.id) ?? [] })),
    ({ incidentId }) => incidentId,
  )
  return new Map(
    incidents.map((incident) => [
      incident.id,
      { incident, claims: claimsOf.get(incident.id) ?? [], updates: updatesOf.get(incident.id) ?? [] },
    ]),
  )
}
