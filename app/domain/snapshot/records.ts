import type { ComponentStatus, IncidentStatus, MaintenanceStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { type Database, rows } from '#db/client.ts'
import { Component, ComponentGroup, Incident, IncidentComponent, IncidentUpdate } from '#db/models/status.ts'

/** What the public status is made of, as it was at one moment. */
export interface StatusRecords {
  readonly groups: readonly ComponentGroup[]
  /** Shown ones; archived ones too, because old updates name them. */
  readonly components: readonly Component[]
  readonly incidents: readonly Incident[]
  readonly claims: readonly IncidentComponent[]
  /** Newest first. */
  readonly updates: readonly PublishedUpdate[]
  readonly steps: readonly PublishedStep[]
  /** Each component's history in the window, with the status it had when the window opened; oldest first. */
  readonly changes: readonly { componentId: string; status: ComponentStatus; at: Date }[]
}

/** An update without its author: that column is never read here. */
export type PublishedUpdate = Pick<
  IncidentUpdate,
  | 'id'
  | 'incidentId'
  | 'bodyFr'
  | 'bodyEn'
  | 'displayAt'
  | 'notify'
  | 'createdAt'
  | 'updatedAt'
  | 'correctedAt'
  | 'rescheduled'
> & { status: IncidentStatus | MaintenanceStatus }

interface PublishedStep {
  readonly updateId: string
  readonly componentId: string
  readonly oldStatus: ComponentStatus
  readonly newStatus: ComponentStatus
}

/** Reads all of it at one moment: seven statements, however much there is. */
export function readStatusRecords(ctx: Context, windowStart: Date): Promise<StatusRecords> {
  return ctx.db.transaction((trx) => readAll(trx, windowStart), {
    isolationLevel: 'repeatable read',
    readOnly: true,
  })
}

async function readAll(db: Database, windowStart: Date): Promise<StatusRecords> {
  const groups = await ComponentGroup.query(db).orderBy(['position', 'id'])
  const components = await Component.query(db).where({ shown: true }).orderBy(['position', 'id'])
  const incidents = await Incident.query(db)
    .whereNull('deletedAt')
    .orderBy([{ column: 'startedAt', order: 'desc' }, { column: 'id' }])
  const claims = await IncidentComponent.query(db).orderBy(['incidentId', 'componentId'])
  const updates = await IncidentUpdate.query(db)
    .select(
      'id',
      'incidentId',
      'status',
      'bodyFr',
      'bodyEn',
      'displayAt',
      'notify',
      'createdAt',
      'updatedAt',
      'correctedAt',
      'rescheduled',
    )
    .whereIn('incidentId', Incident.query(db).select('id').whereNull('deletedAt'))
    .orderBy([
      { column: 'displayAt', order: 'desc' },
      { column: 'createdAt', order: 'desc' },
      { column: 'id' },
    ])
  const steps = await rows<PublishedStep>(
    db,
    'select update_id, component_id, old_status, new_status from incident_update_components order by component_id',
  )
  const changes = await rows<{ componentId: string; status: ComponentStatus; at: Date }>(
    db,
    `with before as (
       select distinct on (component_id) id, component_id, status, at from component_status_changes
        where at <= :windowStart order by component_id, at desc, id desc)
     select component_id, status, at from (
       select * from before
       union all
       select id, component_id, status, at from component_status_changes where at > :windowStart) c
     order by component_id, at, id`,
    { windowStart },
  )
  return { groups, components, incidents, claims, updates, steps, changes }
}
