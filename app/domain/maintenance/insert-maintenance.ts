import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import {
  type IncidentId,
  type IncidentUpdateId,
  type MaintenanceSeriesId,
  newPublicId,
} from '#app/domain/ids.ts'
import { auditedIncident } from '#app/domain/incidents/move-on.ts'
import { saveClaims, writeUpdate } from '#app/domain/incidents/write-update.ts'
import { columnsOf, type WrittenText } from '#app/i18n/bilingual.ts'
import { Component, Incident } from '#db/models/status.ts'

export interface NewMaintenance {
  readonly name: WrittenText
  readonly body: WrittenText
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly componentIds: readonly string[]
  readonly autoStart: boolean
  readonly autoEnd: boolean
  /** Subscribers hear of its reminders, and of a start and an end that come by themselves. */
  readonly notify: boolean
  readonly reminderMinutes: readonly number[]
  /** Subscribers hear of it now. */
  readonly announce: boolean
  readonly occurrence?: { readonly seriesId: MaintenanceSeriesId; readonly on: string }
}

export interface Inserted {
  readonly incidentId: IncidentId
  readonly updateId: IncidentUpdateId
}

/** Writes a maintenance with its first update and its audit entry. Its caller has checked who may. */
export async function insertMaintenance(tx: TransactionContext, planned: NewMaintenance): Promise<Inserted> {
  const { name, body, announce, occurrence } = planned
  const now = tx.clock.now()
  const incidentId = newPublicId<IncidentId>()
  const componentIds = [...new Set(planned.componentIds)]
  const incident = await Incident.query(tx.db).insertAndFetch({
    id: incidentId,
    kind: 'maintenance',
    ...columnsOf('name', name),
    status: 'scheduled',
    impact: 'maintenance',
    startedAt: now,
    scheduledFor: planned.scheduledFor,
    scheduledUntil: planned.scheduledUntil,
    autoStart: planned.autoStart,
    autoEnd: planned.autoEnd,
    notify: planned.notify,
    reminderMinutes: [...planned.reminderMinutes],
    announcedAt: now,
    seriesId: occurrence?.seriesId ?? null,
    occurrenceOn: occurrence?.on ?? null,
    createdAt: now,
    updatedAt: now,
  })
  await claimComponents(tx, incidentId, componentIds)
  const updateId = await writeUpdate(tx, incidentId, {
    status: 'scheduled',
    body,
    claims: [],
    notify: announce,
    displayAt: now,
  })
  await recordAudit(tx, {
    action: 'maintenance.scheduled',
    subjectType: 'incident',
    subjectId: incidentId,
    accountId: null,
    after: { ...auditedIncident(incident), ...occurrence, updateId, body, componentIds, notify: announce },
  })
  return { incidentId, updateId }
}

/** What a maintenance touches: said now, in force only while it is active. */
export const claimComponents = (
  tx: TransactionContext,
  incidentId: string,
  componentIds: readonly string[],
): Promise<void> =>
  saveClaims(
    tx,
    incidentId,
    componentIds.map((id) => ({ id, status: 'under_maintenance' })),
  )

/** Refuses components that do not exist, or no longer. */
export async function requireComponents(tx: TransactionContext, ids: readonly string[]): Promise<void> {
  const known = await Component.query(tx.db)
    .whereIn('id', [...ids])
    .whereNull('deletedAt')
    .resultSize()
  if (known !== new Set(ids).size) throw invalid('publish.unknownComponent')
}

/** Longer than any work that is planned: a slip in the year must not become a window of decades. */
const MAX_WINDOW_DAYS = 31

/** Refuses a window that ends before it begins, that is over already, or longer than a month. */
export function requireWindow(window: { scheduledFor: Date; scheduledUntil: Date }, now: Date): void {
  requireDuration(window.scheduledUntil.getTime() - window.scheduledFor.getTime())
  if (window.scheduledUntil <= now) throw invalid('publish.windowInPast')
}

/** The same of a length alone, as a series has it. */
export function requireDuration(durationMs: number): void {
  if (durationMs <= 0) throw invalid('publish.windowEndsBeforeStart')
  if (durationMs > MAX_WINDOW_DAYS * DAY_MS) throw invalid('publish.windowTooLong', { days: MAX_WINDOW_DAYS })
}
