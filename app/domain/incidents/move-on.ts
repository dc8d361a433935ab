import { type ComponentStatus, type IncidentImpact, impactOf } from '#app/domain/components/status.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, invalid, notFound, preconditionFailed } from '#app/domain/errors.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { type EventStatus, isOver, NEXT_STATUSES, reopensAs } from '#app/domain/incidents/transitions.ts'
import { type Claim, type NewUpdate, writeUpdate } from '#app/domain/incidents/write-update.ts'
import { rows } from '#db/client.ts'
import { Incident, IncidentComponent, IncidentUpdate } from '#db/models/status.ts'

export interface Move extends Omit<NewUpdate, 'claims'> {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  /** The version that the publisher saw. */
  readonly version: number
  readonly claims: readonly Claim[]
  /** `auto`: from the worst component again. Left out: as it was. */
  readonly impact?: IncidentImpact | 'auto'
  /** Opens again what is resolved: said outright, since an update that comes late must not do it by itself. */
  readonly reopen?: boolean
}

export interface Moved {
  readonly updateId: IncidentUpdateId
  readonly before: Incident
  readonly after: Incident
}

/**
 * Moves an incident or a maintenance on by one update. Conflict when somebody published since the version
 * given; PreconditionFailed when the status so far does not lead there. What is over lets go of its components.
 */
export async function moveOn(tx: TransactionContext, move: Move): Promise<Moved> {
  const before = await lockIncident(tx, move)
  requireNext(before.status, move)
  await requireOrder(tx, move)
  const over = isOver(move.status)
  const claims = over ? await releaseAll(tx, move.id) : move.claims
  const updateId = await writeUpdate(tx, move.id, { ...move, claims })
  const changes = {
    status: move.status,
    ...(await impactAfter(tx, before, move.impact, over)),
    monitoringAt: before.monitoringAt ?? (move.status === 'monitoring' ? move.displayAt : null),
    resolvedAt: over ? (before.resolvedAt ?? move.displayAt) : null,
    version: before.version + 1,
    updatedAt: tx.clock.now(),
  }
  const moved = await Incident.query(tx.db)
    .patch(changes)
    .where({ id: move.id, version: move.version, status: before.status })
  if (moved === 0) throw conflict('publish.incidentChanged')
  const after = await Incident.query(tx.db).findById(move.id).throwIfNotFound()
  return { updateId, before, after }
}

function requireNext(status: EventStatus, move: Move): void {
  const next = move.reopen ? reopensAs(status) : NEXT_STATUSES[status]
  if (next.includes(move.status)) return
  if (move.reopen) throw preconditionFailed('publish.notToReopen')
  throw preconditionFailed(isOver(status) ? 'publish.incidentOver' : 'publish.statusNotNext')
}

/**
 * The row of an incident or a maintenance, held until the transaction ends. NotFound when it is unknown, deleted or
 * of another kind; Conflict, with who was faster, when it is not at `version` any more.
 */
export async function lockIncident(
  tx: TransactionContext,
  { id, kind, version }: { id: string; kind?: Incident['kind']; version: number },
): Promise<Incident> {
  const incident = await Incident.query(tx.db)
    .findOne(kind ? { id, kind } : { id })
    .whereNull('deletedAt')
    // The history of a component names incidents: whoever writes it must not wait here for its own component.
    .forNoKeyUpdate()
  if (!incident) throw notFound()
  if (incident.version !== version) throw await changedSince(tx, incident)
  return incident
}

/** The refusal that tells the slower publisher who was faster. */
async function changedSince(tx: TransactionContext, incident: Incident) {
  const [latest] = await rows<{ name: string | null }>(
    tx.db,
    `select coalesce(u.name, k.name) as name from audit_entries a
       left join users u on cast(u.id as text) = a.actor_id left join api_keys k on cast(k.id as text) = a.actor_id
      where a.subject_type = 'incident' and a.subject_id = :id order by a.id desc limit 1`,
    { id: incident.id },
  )
  return latest?.name
    ? conflict('publish.incidentChangedBy', { name: latest.name })
    : conflict('publish.incidentChanged')
}

/** Updates follow one another: an earlier time would change what later ones built on. */
async function requireOrder(tx: TransactionContext, move: Move): Promise<void> {
  const latest = await IncidentUpdate.query(tx.db)
    .where({ incidentId: move.id })
    .orderBy('displayAt', 'desc')
    .first()
  if (latest && latest.displayAt > move.displayAt) {
    throw invalid('publish.displayAtBeforeLast')
  }
}

async function releaseAll(tx: TransactionContext, incidentId: string): Promise<Claim[]> {
  const claims = await IncidentComponent.query(tx.db).where({ incidentId }).orderBy('componentId')
  return claims.map(({ componentId }) => ({ id: componentId, status: 'operational' }))
}

/**
 * While it is open, an incident is as bad as its components are now; once over, as bad as they ever were, so
 * that history does not forget. A publisher's own word stands until withdrawn.
 */
export async function impactAfter(
  tx: TransactionContext,
  before: Incident,
  chosen: IncidentImpact | 'auto' | undefined,
  over: boolean,
) {
  if (before.kind === 'maintenance') return {}
  if (chosen && chosen !== 'auto') return { impact: chosen, impactOverridden: true }
  if (before.impactOverridden && chosen !== 'auto') return {}
  const statuses = await rows<{ status: ComponentStatus }>(
    tx.db,
    over
      ? `select c.new_status as status from incident_update_components c
           join incident_updates u on u.id = c.update_id where u.incident_id = :id`
      : 'select status from incident_components where incident_id = :id',
    { id: before.id },
  )
  return { impact: impactOf(statuses.map(({ status }) => status)), impactOverridden: false }
}

/** What the audit keeps of an incident. */
export const auditedIncident = (incident: Incident) => ({
  nameFr: incident.nameFr,
  nameEn: incident.nameEn,
  nameWrittenIn: incident.nameWrittenIn,
  status: incident.status,
  impact: incident.impact,
  scheduledFor: incident.scheduledFor,
  scheduledUntil: incident.scheduledUntil,
  version: incident.version,
})
