import { startBroadcast } from '#app/domain/broadcasts/start-broadcast.ts'
import { settleComponents } from '#app/domain/components/settle.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type IncidentUpdateId, newPublicId } from '#app/domain/ids.ts'
import type { Bilingual } from '#app/domain/incidents/texts.ts'
import type { EventStatus } from '#app/domain/incidents/transitions.ts'
import { affected, rows } from '#db/client.ts'
import { Component, IncidentUpdate, IncidentUpdateComponent } from '#db/models/status.ts'

/** What an update says of one component. */
export interface Claim {
  readonly id: string
  readonly status: ComponentStatus
}

export interface NewUpdate {
  readonly status: EventStatus
  readonly body: Bilingual
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
  // An archived one is spoken of only until the incident lets go of it.
  const released = new Set(claims.filter((claim) => claim.status === 'operational').map(({ id }) => id))
  if (components.some(({ id, deletedAt }) => deletedAt && !saidBefore.has(id) && !released.has(id))) {
    throw invalid('publish.unknownComponent')
  }
  const id = newPublicId<IncidentUpdateId>()
  await IncidentUpdate.query(tx.db).insert({
    id,
    incidentId,
    status,
    bodyFr: body.fr,
    bodyEn: body.en,
    displayAt,
    notify,
    createdBy: tx.actor.kind === 'user' ? tx.actor.userId : null,
    apiKeyId: tx.actor.kind === 'api_key' ? tx.actor.keyId : null,
    createdAt: now,
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
