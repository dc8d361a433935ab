import { pageEvents, readOne } from '#app/domain/incidents/page-events.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { listOf, maintenanceObject, toList, toMaintenance } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery, newMaintenance } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listMaintenances',
    summary: 'List scheduled maintenances, the newest first',
    permission: 'maintenance:read',
    query: listQuery,
    answer: listOf('MaintenanceList', maintenanceObject),
    handle: async ({ ctx, query, livemode }) =>
      toList(await pageEvents(ctx, 'maintenance', cursorOf(query)), toMaintenance(livemode)),
  }),
  POST: endpoint({
    operationId: 'scheduleMaintenance',
    summary: 'Announce a maintenance window',
    description: 'It begins and ends by itself unless told otherwise.',
    permission: 'maintenance:publish',
    body: newMaintenance,
    answer: maintenanceObject,
    status: 201,
    async handle({ ctx, body: { name, body, ...input }, livemode }) {
      const { incidentId } = await scheduleMaintenance(ctx, {
        nameFr: name.fr,
        nameEn: name.en,
        bodyFr: body.fr,
        bodyEn: body.en,
        scheduledFor: input.scheduled_for,
        scheduledUntil: input.scheduled_until,
        componentIds: input.component_ids,
        autoStart: input.scheduled_auto_in_progress,
        autoEnd: input.scheduled_auto_completed,
        notify: input.deliver_notifications,
      })
      return toMaintenance(livemode)(await readOne(ctx, 'maintenance', incidentId))
    },
  }),
})

export const loader = route
export const action = route
