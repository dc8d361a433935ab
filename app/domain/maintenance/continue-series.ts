import { requirePermission } from '#app/domain/access/permissions.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { IncidentId, MaintenanceSeriesId } from '#app/domain/ids.ts'
import { insertMaintenance } from '#app/domain/maintenance/insert-maintenance.ts'
import type { Occurrence } from '#app/domain/maintenance/recurrence.ts'
import { occurrencesAhead, windowOf } from '#app/domain/maintenance/series.ts'
import { writtenText } from '#app/i18n/bilingual.ts'
import { rows } from '#db/client.ts'
import { Incident, MaintenanceSeries } from '#db/models/status.ts'

/**
 * Plans the occurrences of every series that have come near, and returns how many. They appear on the page and
 * nobody is written to. Safe to run twice and from several workers: an occurrence exists once.
 */
export async function continueSeries(ctx: Context): Promise<number> {
  requirePermission(ctx.actor, 'sweep:run')
  const now = ctx.clock.now()
  const going = await MaintenanceSeries.query(ctx.db)
    .whereNull('stoppedAt')
    .where('endsOn', '>=', parisDay(now).subtract({ days: 1 }).toString())
    .orderBy('id')
  let planned = 0
  for (const series of going) {
    if ((await missing(ctx, series)).length === 0) continue
    planned += await withTransaction(ctx, async (tx) => {
      const locked = await MaintenanceSeries.query(tx.db).findById(series.id).forUpdate()
      if (!locked || locked.stoppedAt) return 0
      return (await planOccurrences(tx, locked, { announceFirst: false })).length
    })
  }
  return planned
}

/**
 * Plans what a series, whose row the caller holds locked, lacks of its next occurrences. Returns their ids, the next one
 * first.
 */
export async function planOccurrences(
  tx: TransactionContext,
  series: MaintenanceSeries,
  { announceFirst }: { announceFirst: boolean },
): Promise<IncidentId[]> {
  const lacking = await missing(tx, series)
  const components = await rows<{ id: string }>(
    tx.db,
    `select c.id from maintenance_series_components s join components c on c.id = s.component_id
      where s.series_id = :id and c.deleted_at is null order by c.id`,
    { id: series.id },
  )
  const planned: IncidentId[] = []
  for (const [index, occurrence] of lacking.entries()) {
    const { incidentId } = await insertMaintenance(tx, {
      ...series,
      ...occurrence,
      name: writtenText(series, 'name'),
      body: writtenText(series, 'body'),
      componentIds: components.map(({ id }) => id),
      announce: announceFirst && index === 0,
      occurrence: { seriesId: series.id as MaintenanceSeriesId, on: occurrence.on },
    })
    planned.push(incidentId)
  }
  return planned
}

async function missing(ctx: Context, series: MaintenanceSeries): Promise<Occurrence[]> {
  const ahead = occurrencesAhead(windowOf(series), ctx.clock.now())
  const planned = await Incident.query(ctx.db)
    .select('occurrenceOn')
    .where({ seriesId: series.id })
    .whereIn(
      'occurrenceOn',
      ahead.map(({ on }) => on),
    )
  const days = new Set(planned.map(({ occurrenceOn }) => occurrenceOn))
  return ahead.filter(({ on }) => !days.has(on))
}
