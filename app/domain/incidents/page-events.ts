import { type Permission, requirePermission } from '#app/domain/access/permissions.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context, TransactionContext } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { asListed, type ListedEvent } from '#app/domain/incidents/list-events.ts'
import { Incident, IncidentUpdate, IncidentUpdateComponent } from '#db/models/status.ts'
import { type Cursor, type Page, pageByAge } from '#db/page.ts'

export type EventKind = Incident['kind']

const READING: Record<EventKind, Permission> = {
  incident: 'incident:read',
  maintenance: 'maintenance:read',
}

const eventsOf = (ctx: Context, kind: EventKind) =>
  Incident.query(ctx.db).where({ kind }).whereNull('deletedAt')

/** Incidents or maintenances, the newest first. Invalid when the cursor names none of them. */
export async function pageEvents(ctx: Context, kind: EventKind, cursor: Cursor): Promise<Page<ListedEvent>> {
  requirePermission(ctx.actor, READING[kind])
  const page = await pageByAge(eventsOf(ctx, kind), cursor, { by: 'createdAt' })
  if (!page) throw invalid('cursor')
  return { ...page, data: await asListed(ctx, page.data) }
}

/** One incident or maintenance with what it says of components now. NotFound when it is of the other kind. */
export async function readOne(ctx: Context, kind: EventKind, id: string): Promise<ListedEvent> {
  requirePermission(ctx.actor, READING[kind])
  const [event] = await asListed(ctx, await eventsOf(ctx, kind).where({ id }))
  if (!event) throw notFound()
  return event
}

/** Held to the end of the transaction: nobody publishes in between. NotFound when it is of the other kind. */
export async function lockEvent(tx: TransactionContext, kind: EventKind, id: string): Promise<Incident> {
  requirePermission(tx.actor, READING[kind])
  const incident = await eventsOf(tx, kind).findOne({ id }).forNoKeyUpdate()
  if (!incident) throw notFound()
  return incident
}

export interface PublishedUpdate {
  readonly update: IncidentUpdate
  readonly changes: readonly { componentId: string; oldStatus: ComponentStatus; newStatus: ComponentStatus }[]
}

/** What was said of one incident or maintenance, the newest first. NotFound; Invalid for a foreign cursor. */
export async function pageUpdates(
  ctx: Context,
  kind: EventKind,
  incidentId: string,
  cursor: Cursor,
): Promise<Page<PublishedUpdate>> {
  await readOne(ctx, kind, incidentId)
  const page = await pageByAge(IncidentUpdate.query(ctx.db).where({ incidentId }), cursor, {
    by: 'createdAt',
  })
  if (!page) throw invalid('cursor')
  return { ...page, data: await withChanges(ctx, page.data) }
}

/** One update of an incident or maintenance. NotFound. */
export async function readUpdate(ctx: Context, kind: EventKind, updateId: string): Promise<PublishedUpdate> {
  requirePermission(ctx.actor, READING[kind])
  const [update] = await withChanges(ctx, await IncidentUpdate.query(ctx.db).where({ id: updateId }))
  if (!update) throw notFound()
  return update
}

async function withChanges(ctx: Context, updates: readonly IncidentUpdate[]): Promise<PublishedUpdate[]> {
  const changes = await IncidentUpdateComponent.query(ctx.db)
    .whereIn(
      'updateId',
      updates.map(({ id }) => id),
    )
    .orderBy('componentId')
  const byUpdate = Map.groupBy(changes, ({ updateId }) => updateId)
  return updates.map((update) => ({ update, changes: byUpdate.get(update.id) ?? [] }))
}
