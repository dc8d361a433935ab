import { userIdOf } from '#app/domain/access/actor.ts'
import { startBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { settleComponents } from '#app/domain/components/settle.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type IncidentUpdateId, newPublicId } from '#app/domain/ids.ts'
import type { EventStatus } from '#app/domain/incidents/transitions.ts'
import { noteOutage } from '#app/domain/outages/note-outage.ts'
import { columnsOf, type WrittenText } from '#app/i18n/bilingual.ts'
import { affected, rows } from '#db/client.ts'
import { Component, IncidentComponent, IncidentUpdate, IncidentUpdateComponent } from '#db/models/status.ts'

/** What an update says of one component. */
export interface Claim {
  readonly id: string
  readonly status: ComponentStatus
}

export interface NewUpdate {
  readonly status: EventStatus
  readonly body: WrittenText
  readonly claims: readonly Claim[]
  readonly notify: boolean
  /** When it counts from; not in the future. */
  readonly displayAt: Date
}

/**
 * Writes an update with what it changes: the components' history and status, and the broadcast where it is
 * to notify. The caller holds the incident's row locked and records the audit.
 */
export async function writeUpdate(
  tx: TransactionContext,
  incidentId: string,
  { status, body, claims, notify, displayAt }: NewUpdate,
): Promise<IncidentUpdateId> {
  const now = tx.clock.now()
  if (displayAt > now) throw invalid('publish.displayAtInFuture')
  const components = await lockComponents(
    tx,
    claims.map((claim) => claim.id),
  )
  const saidBefore = await claimsBefore(tx, incidentId)
  await refuseArchived(tx, incidentId, components)
  const id = newPublicId<IncidentUpdateId>()
  const createdAt = await afterTheLast(tx, incidentId, now)
  await IncidentUpdate.query(tx.db).insert({
    id,
    incidentId,
    status,
    ...columnsOf('body', body),
    displayAt,
    notify,
    createdBy: userIdOf(tx.actor),
    apiKeyId: tx.actor.kind === 'api_key' ? tx.actor.keyId : null,
    createdAt,
    updatedAt: now,
  })
  const changed = claims.filter((claim) => saidBefore.get(claim.id) !== claim.status)
  if (changed.length > 0) {
    await IncidentUpdateComponent.query(tx.db).insert(
      changed.map((claim) => ({
        updateId: id,
        componentId: claim.id,
        oldStatus: saidBefore.get(claim.id) ?? 'operational',
        newStatus: claim.status,
      })),
    )
    await saveClaims(tx, incidentId, changed)
    await settleComponents(
      tx,
      changed.map((claim) => claim.id),
      displayAt,
    )
    await noteOutage(tx, incidentId)
  }
  if (notify) await startBroadcast(tx, id)
  return id
}

/** Locked in one order in every transaction, so two of them cannot wait for each other. */
export async function lockComponents(tx: TransactionContext, ids: readonly string[]) {
  const found = await Component.query(tx.db)
    .select('id', 'deletedAt')
    .whereIn('id', [...ids])
    .orderBy('id')
    .forUpdate()
  if (new Set(ids).size !== ids.length) throw invalid('publish.componentTwice')
  if (found.length !== ids.length) throw invalid('publish.unknownComponent')
  return found
}

/** Updates that count from one moment are told apart by when they were written: two of one transaction too. */
async function afterTheLast(tx: TransactionContext, incidentId: string, now: Date): Promise<Date> {
  const [last] = await rows<{ at: Date | null }>(
    tx.db,
    `select max(created_at) as at from incident_updates where incident_id = :incidentId`,
    { incidentId },
  )
  return last?.at && last.at >= now ? new Date(last.at.getTime() + 1) : now
}

/** An archived component is spoken of only where it was named before it was archived. */
async function refuseArchived(
  tx: TransactionContext,
  incidentId: string,
  components: readonly Pick<Component, 'id' | 'deletedAt'>[],
): Promise<void> {
  const archived = components.filter(({ deletedAt }) => deletedAt !== null).map(({ id }) => id)
  if (archived.length === 0) return
  const named = await IncidentComponent.query(tx.db)
    .where({ incidentId })
    .whereIn('componentId', archived)
    .resultSize()
  if (named < archived.length) throw invalid('publish.unknownComponent')
}

/** What the incident said of each component up to now. */
async function claimsBefore(tx: TransactionContext, incidentId: string) {
  const said = await rows<{ componentId: string; status: ComponentStatus }>(
    tx.db,
    `select distinct on (c.component_id) c.component_id, c.new_status as status
       from incident_update_components c join incident_updates u on u.id = c.update_id
      where u.incident_id = :incidentId
      order by c.component_id, u.display_at desc, u.created_at desc, u.id desc`,
    { incidentId },
  )
  return new Map(said.map(({ componentId, status }) => [componentId, status]))
}

/** Keeps what an incident says of each component now. */
export async function saveClaims(
  tx: TransactionContext,
  incidentId: string,
  claims: readonly Claim[],
): Promise<void> {
  await affected(
    tx.db,
    `insert into incident_components (incident_id, component_id, status)
     select :incidentId, c.id, c.status from unnest(cast(:ids as text[]), cast(:statuses as text[])) as c (id, status)
     on conflict (incident_id, component_id) do update set status = excluded.status`,
    { incidentId, ids: claims.map(({ id }) => id), statuses: claims.map(({ status }) => status) },
  )
}
