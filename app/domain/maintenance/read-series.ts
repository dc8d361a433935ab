import { requirePermission } from '#app/domain/access/permissions.ts'
import type { MaintenanceStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { IS_CANCELLED } from '#app/domain/maintenance/has-begun.ts'
import { type Occurrence, occurrencesOf, type RecurringWindow } from '#app/domain/maintenance/recurrence.ts'
import { windowOf } from '#app/domain/maintenance/series.ts'
import { rows } from '#db/client.ts'
import { MaintenanceSeries } from '#db/models/status.ts'

/** An occurrence that has its own page. */
export interface PlannedOccurrence {
  readonly id: string
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly status: MaintenanceStatus
  readonly cancelled: boolean
  readonly detached: boolean
}

export interface ReadSeries {
  readonly series: MaintenanceSeries
  readonly window: RecurringWindow
  readonly components: readonly { id: string; nameFr: string; nameEn: string }[]
  /** Oldest first. */
  readonly planned: readonly PlannedOccurrence[]
  /** What the rule names and no page shows yet. */
  readonly later: readonly Occurrence[]
}

/** A series with its occurrences. NotFound when there is none of this id. */
export async function readSeries(ctx: Context, id: string): Promise<ReadSeries> {
  requirePermission(ctx.actor, 'maintenance:read')
  const series = await MaintenanceSeries.query(ctx.db).findById(id)
  if (!series) throw notFound()
  const components = await rows<{ id: string; nameFr: string; nameEn: string }>(
    ctx.db,
    `select c.id, c.name_fr, c.name_en from maintenance_series_components s join components c on c.id = s.component_id
      where s.series_id = :id and c.deleted_at is null order by c.position, c.id`,
    { id },
  )
  const planned = await rows<PlannedOccurrence & { occurrenceOn: string | null }>(
    ctx.db,
    `select i.id, i.scheduled_for, i.scheduled_until, i.status, i.detached, i.occurrence_on,
            ${IS_CANCELLED} as cancelled
       from incidents i where i.series_id = :id order by i.scheduled_for, i.id`,
    { id },
  )
  const days = new Set(planned.map(({ occurrenceOn }) => occurrenceOn))
  const window = windowOf(series)
  const now = ctx.clock.now()
  const later = series.stoppedAt
    ? []
    : occurrencesOf(window).filter(({ on, scheduledUntil }) => scheduledUntil > now && !days.has(on))
  return { series, window, components, planned, later }
}
