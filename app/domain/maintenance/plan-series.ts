import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { PARIS } from '#app/domain/calendar/paris.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { type IncidentId, type MaintenanceSeriesId, newPublicId } from '#app/domain/ids.ts'
import { planOccurrences } from '#app/domain/maintenance/continue-series.ts'
import { requireComponents, requireDuration } from '#app/domain/maintenance/insert-maintenance.ts'
import { occurrencesOf, toRRule } from '#app/domain/maintenance/recurrence.ts'
import {
  auditedSeries,
  type SeriesPlan,
  saveSeriesComponents,
  seriesTexts,
} from '#app/domain/maintenance/series.ts'
import { columnsOf } from '#app/i18n/bilingual.ts'
import { MaintenanceSeries } from '#db/models/status.ts'

/** The columns that a plan decides. Invalid for a rule out of bounds (occurrencesOf) or that is over at `now`. */
export function seriesColumns(plan: SeriesPlan, now: Date) {
  const { localStart, durationMinutes, recurrence } = plan
  requireDuration(durationMinutes * MINUTE_MS)
  const window = { localStart, durationMinutes, recurrence, timeZone: PARIS }
  const last = occurrencesOf(window).at(-1)
  if (!last || last.scheduledUntil <= now) throw invalid('publish.windowInPast')
  const { name, body } = seriesTexts(plan)
  return {
    ...columnsOf('name', name),
    ...columnsOf('body', body),
    rrule: toRRule(window),
    timeZone: PARIS,
    localStart,
    durationMinutes,
    endsOn: last.on,
    autoStart: plan.autoStart,
    autoEnd: plan.autoEnd,
    notify: plan.notify,
    reminderMinutes: [...plan.reminderMinutes],
  }
}

/**
 * Plans a maintenance that recurs, with its next occurrences, and returns the first of those too. Subscribers get one
 * message, which tells the whole rule; of each occurrence its reminders tell. Invalid as `seriesColumns`, or for an
 * unknown component.
 */
export async function planSeries(
  ctx: Context,
  plan: SeriesPlan,
): Promise<{ seriesId: MaintenanceSeriesId; firstId: IncidentId }> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const columns = seriesColumns(plan, ctx.clock.now())
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    await requireComponents(tx, plan.componentIds)
    const id = newPublicId<MaintenanceSeriesId>()
    const series = await MaintenanceSeries.query(tx.db).insertAndFetch({
      ...columns,
      id,
      createdBy: userIdOf(tx.actor),
      createdAt: now,
      updatedAt: now,
    })
    await saveSeriesComponents(tx, id, plan.componentIds)
    await recordAudit(tx, {
      action: 'maintenance.series_planned',
      subjectType: 'maintenance_series',
      subjectId: id,
      accountId: null,
      after: { ...auditedSeries(series), componentIds: plan.componentIds },
    })
    const [firstId] = await planOccurrences(tx, series, { announceFirst: plan.notify })
    // A rule with nothing to come is refused above.
    if (!firstId) throw new Error('a series without an occurrence')
    return { seriesId: id, firstId }
  })
}
