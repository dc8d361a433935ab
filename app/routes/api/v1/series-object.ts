import { z } from 'zod'
import { publicId } from '#app/domain/incidents/schemas.ts'
import type { ReadSeries } from '#app/domain/maintenance/read-series.ts'
import { WEEKDAYS } from '#app/domain/maintenance/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { bilingual, instant, livemode, orNull, version } from '#app/routes/api/v1/objects.ts'

/** What clients receive of a recurring maintenance, and how it is made. */

export const maintenanceSeriesObject = z
  .object({
    object: z.literal('maintenance_series'),
    id: publicId,
    livemode,
    name: bilingual,
    recurrence: z.object({
      frequency: z.enum(['daily', 'weekly', 'monthly']),
      interval: z.int(),
      weekdays: z.array(z.enum(WEEKDAYS)),
      monthly_by: z.enum(['day', 'weekday']),
      until: z.iso.date().nullable(),
      count: z.int().nullable(),
    }),
    duration_minutes: z.int(),
    component_ids: z.array(publicId),
    stopped_at: instant.nullable().describe('Since then no window is added.'),
    created_at: instant,
    updated_at: instant,
    version,
  })
  .meta({ id: 'MaintenanceSeries' })

export const toMaintenanceSeries =
  (livemode: boolean) =>
  ({ series, window: { recurrence }, components }: ReadSeries) => ({
    object: 'maintenance_series' as const,
    id: series.id,
    livemode,
    name: textsOf(series, 'name'),
    recurrence: {
      frequency: recurrence.frequency,
      interval: recurrence.interval,
      weekdays: [...recurrence.weekdays],
      monthly_by: recurrence.monthlyBy,
      until: recurrence.until ?? null,
      count: recurrence.count ?? null,
    },
    duration_minutes: series.durationMinutes,
    component_ids: components.map(({ id }) => id),
    stopped_at: orNull(series.stoppedAt),
    created_at: series.createdAt.toISOString(),
    updated_at: series.updatedAt.toISOString(),
    version: series.version,
  })
