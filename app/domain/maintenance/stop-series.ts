import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import { isPlanned } from '#app/domain/maintenance/effective-status.ts'
import { progress } from '#app/domain/maintenance/publish-progress.ts'
import { auditedSeries, takeSeries } from '#app/domain/maintenance/series.ts'
import { Incident, MaintenanceSeries } from '#db/models/status.ts'

export interface StopSeries {
  seriesId: string
  version: number
  /** What becomes of the occurrences that are planned already. */
  planned: 'cancel' | 'keep'
  /** Needed to cancel: what the page says of each. */
  bodyFr?: string
  bodyEn?: string
  /** Tell subscribers, once for all of them. */
  notify: boolean
}

/**
 * Ends a series: no further occurrence is planned, and those planned already are all cancelled, or all kept.
 * Returns how many were cancelled. What has begun goes on.
 */
export async function stopSeries(ctx: Context, input: StopSeries): Promise<number> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const body =
    input.planned === 'cancel' ? bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing') : null
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const before = await takeSeries(tx, input.seriesId, input.version)
    const series = await MaintenanceSeries.query(tx.db).patchAndFetchById(before.id, {
      stoppedAt: now,
      updatedAt: now,
      version: before.version + 1,
    })
    await recordAudit(tx, {
      action: 'maintenance.series_stopped',
      subjectType: 'maintenance_series',
      subjectId: series.id,
      accountId: null,
      before: auditedSeries(before),
      after: { ...auditedSeries(series), planned: input.planned },
    })
    if (!body) return 0
    const waiting = await Incident.query(tx.db)
      .where({ seriesId: series.id, status: 'scheduled' })
      .orderBy(['scheduledFor', 'id'])
      .forUpdate()
    const planned = waiting.filter((one) => isPlanned(one, now))
    for (const [index, { id, version }] of planned.entries()) {
      await progress(tx, {
        maintenanceId: id,
        version,
        status: 'completed',
        body,
        notify: input.notify && index === 0,
        displayAt: now,
        action: 'maintenance.cancelled',
      })
    }
    return planned.length
  })
}
