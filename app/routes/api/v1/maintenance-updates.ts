import { isPublicId } from '#app/domain/ids.ts'
import { lockEvent, pageUpdates, readUpdate } from '#app/domain/incidents/page-events.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { toUpdate, updateList, updateObject } from '#app/routes/api/v1/event-objects.ts'
import { newMaintenanceUpdate } from '#app/routes/api/v1/maintenance-schemas.ts'
import { toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listMaintenanceUpdates',
    summary: 'List the updates of a maintenance, the newest first',
    permission: 'maintenance:read',
    query: listQuery,
    answer: updateList,
    async handle({ ctx, params, query, livemode }) {
      const id = idParam<string>(params.id, isPublicId)
      return toList(await pageUpdates(ctx, 'maintenance', id, cursorOf(query)), toUpdate(livemode))
    },
  }),
  POST: endpoint({
    operationId: 'publishMaintenanceUpdate',
    summary: 'Begin, verify or end a maintenance, or say something meanwhile',
    description: 'Ending one that has not begun cancels it.',
    permission: 'maintenance:publish',
    body: newMaintenanceUpdate,
    answer: updateObject,
    status: 201,
    async handle({ ctx, params, body: { body, ...input }, livemode }) {
      const maintenance = await lockEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
      const updateId = await publishProgress(ctx, {
        maintenanceId: maintenance.id,
        version: input.version ?? maintenance.version,
        status: input.status,
        bodyFr: body.fr,
        bodyEn: body.en,
        notify: input.deliver_notifications,
      })
      return toUpdate(livemode)(await readUpdate(ctx, 'maintenance', updateId))
    },
  }),
})

export const loader = route
export const action = route
