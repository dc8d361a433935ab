import { isPublicId } from '#app/domain/ids.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { stopSeries } from '#app/domain/maintenance/stop-series.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { seriesStop } from '#app/routes/api/v1/maintenance-schemas.ts'
import { maintenanceSeriesObject, toMaintenanceSeries } from '#app/routes/api/v1/series-object.ts'

const route = apiRoute({
  POST: endpoint({
    operationId: 'stopMaintenanceSeries',
    summary: 'Stop a recurring maintenance',
    description:
      'No further window is planned. Those planned already are all called off, or all kept; one that has begun goes on. Subscribers are written to once for all of them. 412 when it is stopped already.',
    permission: 'maintenance:publish',
    body: seriesStop,
    answer: maintenanceSeriesObject,
    async handle({ ctx, params, body: { planned, body, ...input }, livemode }) {
      const { series } = await readSeries(ctx, idParam(params.id, isPublicId))
      const { fr, en } = body ?? DEFAULT_TEXTS.stopped
      await stopSeries(ctx, {
        seriesId: series.id,
        version: input.version ?? series.version,
        planned,
        bodyFr: fr,
        bodyEn: en,
        notify: input.deliver_notifications,
      })
      return toMaintenanceSeries(livemode)(await readSeries(ctx, series.id))
    },
  }),
})

export const loader = route
export const action = route
