import { isPublicId } from '#app/domain/ids.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { maintenanceSeriesObject, toMaintenanceSeries } from '#app/routes/api/v1/series-object.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getMaintenanceSeries',
    summary: 'Read the series of a recurring maintenance',
    description: 'Its id is the series_id of each of its windows.',
    permission: 'maintenance:read',
    answer: maintenanceSeriesObject,
    handle: async ({ ctx, params, livemode }) =>
      toMaintenanceSeries(livemode)(await readSeries(ctx, idParam(params.id, isPublicId))),
  }),
})

export const loader = route
export const action = route
