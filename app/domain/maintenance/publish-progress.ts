import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { MaintenanceStatus } from '#app/domain/components/status.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { auditedIncident, lockIncident, moveOn } from '#app/domain/incidents/move-on.ts'
import { AUTOMATIC_TEXTS, bothLanguages } from '#app/domain/incidents/texts.ts'
import type { Claim } from '#app/domain/incidents/write-update.ts'
import {
  asWindow,
  isActive,
  isPlanned,
  storeWindow,
  type WindowColumns,
  type WindowFacts,
} from '#app/domain/maintenance/effective-status.ts'
import type { WrittenText } from '#app/i18n/bilingual.ts'
import { rows } from '#db/client.ts'
import { type Incident, IncidentUpdate } from '#db/models/status.ts'

export interface PublishProgress {
  maintenanceId: string
  version: number
  status: MaintenanceStatus
  bodyFr?: string
  bodyEn?: string
  notify: boolean
}

/**
 * Publishes an update of a maintenance: begins, verifies or ends it, or says something while it waits. Ending
 * one that has not begun cancels it; where its hour has come and no worker has written that down, this is done first.
 * Conflict when somebody, or the clock, was faster.
 */
export async function publishProgress(ctx: Context, input: PublishProgress): Promise<IncidentUpdateId> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  return withTransaction(ctx, async (tx) => {
    const row = await lockIncident(tx, {
      id: input.maintenanceId,
      kind: 'maintenance',
      version: input.version,
    })
    const goesOn = input.status === 'verifying' || input.status === 'completed'
    const isUnwritten = goesOn && row.status === 'scheduled' && !isPlanned(row, tx.clock.now())
    if (isUnwritten) await stepByClock(tx, row, { status: 'in_progress', notify: false })
    const version = input.version + (isUnwritten ? 1 : 0)
    return progress(tx, {
      ...input,
      version,
      body,
      displayAt: tx.clock.now(),
      action: 'maintenance.updated',
    })
  })
}

/** Writes down that a window began or ended by its own times, as of then. The caller holds it. */
export async function stepByClock(
  tx: TransactionContext,
  row: Pick<Incident, 'id' | 'version'> & WindowColumns,
  { status, notify }: { status: 'in_progress' | 'completed'; notify: boolean },
): Promise<void> {
  const window = asWindow(row)
  if (!window) throw new Error('an incident has no window')
  const basis: WindowFacts = { at: tx.clock.now().toISOString(), window: storeWindow(window) }
  const latest = await IncidentUpdate.query(tx.db)
    .where({ incidentId: row.id })
    .orderBy('displayAt', 'desc')
    .first()
  const planned = status === 'in_progress' ? window.scheduledFor : window.scheduledUntil
  // An update never counts from before the one it follows.
  const notBefore = latest?.displayAt ?? planned
  await progress(tx, {
    maintenanceId: row.id,
    version: row.version,
    status,
    body: AUTOMATIC_TEXTS[status],
    notify,
    displayAt: new Date(Math.max(planned.getTime(), notBefore.getTime())),
    action: status === 'in_progress' ? 'maintenance.begun' : 'maintenance.completed',
    basis,
  })
}

interface Progress {
  maintenanceId: string
  version: number
  status: MaintenanceStatus
  body: WrittenText
  notify: boolean
  displayAt: Date
  /** For the audit. */
  action: string
  basis?: object
}

/** One step of a maintenance with its audit entry, for publishers and for the clock. */
export async function progress(tx: TransactionContext, step: Progress): Promise<IncidentUpdateId> {
  const { updateId, before, after } = await moveOn(tx, {
    ...step,
    id: step.maintenanceId,
    kind: 'maintenance',
    claims: isActive(step.status) ? await underMaintenance(tx, step.maintenanceId) : [],
  })
  await recordAudit(tx, {
    action: step.action,
    subjectType: 'incident',
    subjectId: step.maintenanceId,
    accountId: null,
    before: auditedIncident(before),
    after: { ...auditedIncident(after), updateId, body: step.body, notify: step.notify },
    basis: step.basis,
  })
  return updateId
}

/** What was archived since it was planned goes on without maintenance. */
async function underMaintenance(tx: TransactionContext, incidentId: string): Promise<Claim[]> {
  const planned = await rows<{ id: string }>(
    tx.db,
    `select c.id from incident_components i join components c on c.id = i.component_id
      where i.incident_id = :incidentId and c.deleted_at is null order by c.id`,
    { incidentId },
  )
  return planned.map(({ id }) => ({ id, status: 'under_maintenance' }))
}
