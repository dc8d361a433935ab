import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { MaintenanceSeriesId } from '#app/domain/ids.ts'
import { planOccurrences } from '#app/domain/maintenance/continue-series.ts'
import { claimComponents, requireComponents } from '#app/domain/maintenance/insert-maintenance.ts'
import { seriesColumns } from '#app/domain/maintenance/plan-series.ts'
import { progress } from '#app/domain/maintenance/publish-progress.ts'
import { type Occurrence, occurrencesOf } from '#app/domain/maintenance/recurrence.ts'
import { moveWindow } from '#app/domain/maintenance/reschedule-maintenance.ts'
import {
  auditedSeries,
  type SeriesPlan,
  saveSeriesComponents,
  takeSeries,
  windowOf,
} from '#app/domain/maintenance/series.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { columnsOf, writtenText } from '#app/i18n/bilingual.ts'
import { Incident, IncidentComponent, MaintenanceSeries } from '#db/models/status.ts'

export interface EditSeries extends SeriesPlan {
  seriesId: string
  version: number
  /** Tell subscribers of the first occurrence that changes, once for all of them. */
  tell: boolean
}

/**
 * Changes a series. Its occurrences that have not begun follow: days that the rule still names take over times,
 * texts and components, the others are cancelled. What was moved or cancelled by hand stays as it is.
 */
export async function editSeries(ctx: Context, input: EditSeries): Promise<void> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const columns = seriesColumns(input, ctx.clock.now())
  await withTransaction(ctx, async (tx) => {
    const before = await takeSeries(tx, input.seriesId, input.version)
    await requireComponents(tx, input.componentIds)
    const series = await MaintenanceSeries.query(tx.db).patchAndFetchById(before.id, {
      ...columns,
      version: before.version + 1,
      updatedAt: tx.clock.now(),
    })
    await saveSeriesComponents(tx, series.id as MaintenanceSeriesId, input.componentIds)
    await recordAudit(tx, {
      action: 'maintenance.series_edited',
      subjectType: 'maintenance_series',
      subjectId: series.id,
      accountId: null,
      before: auditedSeries(before),
      after: { ...auditedSeries(series), componentIds: input.componentIds },
    })
    const coming = occurrencesOf(windowOf(series)).filter(
      ({ scheduledUntil }) => scheduledUntil > tx.clock.now(),
    )
    const days = new Map(coming.map((occurrence) => [occurrence.on, occurrence]))
    const bodyChanged = before.bodyFr !== series.bodyFr || before.bodyEn !== series.bodyEn
    let untold = input.tell
    for (const planned of await followers(tx, series.id)) {
      const occurrence = days.get(planned.occurrenceOn ?? '')
      const said = occurrence
        ? await follow(tx, planned, series, { occurrence, bodyChanged, input, notify: untold })
        : await drop(tx, planned, untold)
      if (said) untold = false
    }
    await planOccurrences(tx, series, { announceFirst: untold })
  })
}

/** Occurrences that go with their series: planned, not begun and not moved by hand. */
const followers = (tx: TransactionContext, seriesId: string) =>
  Incident.query(tx.db)
    .where({ seriesId, status: 'scheduled', detached: false })
    .where('scheduledFor', '>', tx.clock.now())
    .whereNotNull('occurrenceOn')
    .orderBy('occurrenceOn')
    .forUpdate()

interface Following {
  occurrence: Occurrence
  bodyChanged: boolean
  input: EditSeries
  notify: boolean
}

/** True when it published something. */
async function follow(
  tx: TransactionContext,
  planned: Incident,
  series: MaintenanceSeries,
  { occurrence, bodyChanged, input, notify }: Following,
): Promise<boolean> {
  const { id, version } = planned
  const { scheduledFor, scheduledUntil } = occurrence
  const { autoStart, autoEnd, reminderMinutes } = series
  const name = columnsOf('name', writtenText(series, 'name'))
  await Incident.query(tx.db)
    .patch({ ...name, autoStart, autoEnd, reminderMinutes, notify: series.notify })
    .where({ id })
  await IncidentComponent.query(tx.db).delete().where({ incidentId: id })
  await claimComponents(tx, id, [...new Set(input.componentIds)])
  const step = { maintenanceId: id, version, body: writtenText(series, 'body'), notify }
  const moves =
    planned.scheduledFor?.getTime() !== scheduledFor.getTime() ||
    planned.scheduledUntil?.getTime() !== scheduledUntil.getTime()
  if (moves) await moveWindow(tx, { ...step, scheduledFor, scheduledUntil, detached: false })
  else if (bodyChanged) {
    await progress(tx, {
      ...step,
      status: 'scheduled',
      displayAt: tx.clock.now(),
      action: 'maintenance.updated',
    })
  }
  return moves || bodyChanged
}

async function drop(tx: TransactionContext, { id, version }: Incident, notify: boolean): Promise<true> {
  await Incident.query(tx.db).patch({ occurrenceOn: null }).where({ id })
  await progress(tx, {
    maintenanceId: id,
    version,
    status: 'completed',
    body: DEFAULT_TEXTS.dropped,
    notify,
    displayAt: tx.clock.now(),
    action: 'maintenance.cancelled',
  })
  return true
}
