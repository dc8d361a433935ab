import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { type EventRecord, type KnownEvents, readEventRecords } from '#app/domain/snapshot/event-records.ts'
import { EventShapes } from '#app/domain/snapshot/event-shapes.ts'
import { type Database, rows } from '#db/client.ts'
import { Component, ComponentGroup } from '#db/models/status.ts'

/** What the public status is made of, as it was at one moment. */
export interface StatusRecords {
  readonly groups: readonly ComponentGroup[]
  /** Shown ones; archived ones too, because old updates name them. */
  readonly components: readonly Component[]
  /** By their beginning, the latest first. */
  readonly events: readonly EventRecord[]
  /** Each component's history in the window, with the status it had when the window opened; oldest first. */
  readonly changes: readonly { componentId: string; status: ComponentStatus; at: Date }[]
}

/**
 * What a process remembers between two readings: what is over stays as it was, so a change costs no more after years
 * than on the first day. Whatever is in it belongs together, so readings may overlap.
 */
export class StatusMemory {
  known: KnownEvents | null = null
  readonly shapes = new EventShapes()

  /** Forgets all of it: what comes next may be another database. */
  forget(): void {
    this.known = null
  }
}

/** Reads all of it at one moment: few statements, however much there is; of events, what `memory` does not hold. */
export async function readStatusRecords(
  ctx: Context,
  windowStart: Date,
  memory: StatusMemory,
): Promise<StatusRecords> {
  const { known } = memory
  const { events, ...records } = await ctx.db.transaction((trx) => readAll(trx, windowStart, known), {
    isolationLevel: 'repeatable read',
    readOnly: true,
  })
  // Another reading, or a reason to forget, may have come between.
  if (memory.known === known) memory.known = events
  return { ...records, events: [...events.byId.values()].sort(latestFirst) }
}

const latestFirst = ({ incident: a }: EventRecord, { incident: b }: EventRecord): number =>
  b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? -1 : 1)

async function readAll(db: Database, windowStart: Date, known: KnownEvents | null) {
  const groups = await ComponentGroup.query(db).orderBy(['position', 'id'])
  const components = await Component.query(db).where({ shown: true }).orderBy(['position', 'id'])
  const events = await readEventRecords(db, known)
  const changes = await rows<{ componentId: string; status: ComponentStatus; at: Date }>(
    db,
    // By component, so that what lies before the window is one look at an index and not a sort of all there ever was.
    `select c.id as component_id, h.status, h.at from components c cross join lateral (
       (select id, status, at from component_status_changes
         where component_id = c.id and at <= :windowStart order by at desc, id desc limit 1)
       union all
       select id, status, at from component_status_changes where component_id = c.id and at > :windowStart) h
      where c.shown and c.deleted_at is null order by c.id, h.at, h.id`,
    { windowStart },
  )
  return { groups, components, events, changes }
}
