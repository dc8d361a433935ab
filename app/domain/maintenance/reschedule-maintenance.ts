import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import type { IncidentUpdateId } from '#app/domain/ids.ts'
import { auditedIncident, moveOn } from '#app/domain/incidents/move-on.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { isPlanned } from '#app/domain/maintenance/effective-status.ts'
import { requireWindow } from '#app/domain/maintenance/insert-maintenance.ts'
import { movedText } from '#app/domain/maintenance/texts.ts'
import type { WrittenText } from '#app/i18n/bilingual.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'

export interface RescheduleMaintenance {
  maintenanceId: string
  version: number
  scheduledFor: Date
  scheduledUntil: Date
  /** The new dates are said when both are left out. */
  bodyFr?: string
  bodyEn?: string
  notify: boolean
}

/**
 * Moves a window that has not begun; its reminders are due anew. An occurrence of a series no longer follows
 * that. PreconditionFailed once it has begun, or is cancelled.
 */
export async function rescheduleMaintenance(
  ctx: Context,
  input: RescheduleMaintenance,
): Promise<IncidentUpdateId> {
  requirePermission(ctx.actor, 'maintenance:publish')
  requireWindow(input, ctx.clock.now())
  const { bodyFr, bodyEn } = input
  const isSaid = Boolean(bodyFr?.trim() || bodyEn?.trim())
  const body = isSaid ? bothLanguages(bodyFr, bodyEn, 'publish.textMissing') : movedText(input)
  return withTransaction(ctx, (tx) => moveWindow(tx, { ...input, body, detached: true }))
}

interface WindowMove extends Omit<RescheduleMaintenance, 'bodyFr' | 'bodyEn'> {
  readonly body: WrittenText
  /** By hand: an occurrence then no longer follows its series. */
  readonly detached: boolean
}

/** The move itself, with its update and audit entry. */
export async function moveWindow(tx: TransactionContext, move: WindowMove): Promise<IncidentUpdateId> {
  const { maintenanceId: id, scheduledFor, scheduledUntil, body, notify, detached } = move
  const { updateId, before } = await moveOn(tx, {
    id,
    kind: 'maintenance',
    version: move.version,
    status: 'scheduled',
    body,
    claims: [],
    notify,
    displayAt: tx.clock.now(),
  })
  if (!isPlanned(before, tx.clock.now())) throw preconditionFailed('publish.statusNotNext')
  const after = await Incident.query(tx.db).patchAndFetchById(id, {
    scheduledFor,
    scheduledUntil,
    announcedAt: tx.clock.now(),
    ...(detached && { detached }),
  })
  await IncidentUpdate.query(tx.db).findById(updateId).patch({ rescheduled: true })
  await recordAudit(tx, {
    action: 'maintenance.rescheduled',
    subjectType: 'incident',
    subjectId: id,
    accountId: null,
    before: auditedIncident(before),
    after: { ...auditedIncident(after), updateId, body, notify },
  })
  return updateId
}
