import { isPublicId } from '#app/domain/ids.ts'
import { lockEvent, readOne } from '#app/domain/incidents/page-events.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { maintenanceObject, toMaintenance } from '#app/routes/api/v1/event-objects.ts'
import { maintenanceChange } from '#app/routes/api/v1/maintenance-schemas.ts'
import { cancellationQuery } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getMaintenance',
    summary: 'Read one maintenance',
    permission: 'maintenance:read',
    answer: maintenanceObject,
    handle: async ({ ctx, params, livemode }) =>
      toMaintenance(livemode)(await readOne(ctx, 'maintenance', idParam(params.id, isPublicId))),
  }),
  PATCH: endpoint({
    operationId: 'rescheduleMaintenance',
    summary: 'Move a maintenance that has not begun',
    description: 'The end that is left out stays where it is. The text becomes an update.',
    permission: 'maintenance:publish',
    body: maintenanceChange,
    answer: maintenanceObject,
    async handle({ ctx, params, body: { body, ...input }, livemode }) {
      const planned = await lockEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
      await rescheduleMaintenance(ctx, {
        maintenanceId: planned.id,
        version: input.version ?? planned.version,
        scheduledFor: input.scheduled_for ?? (planned.scheduledFor as Date),
        scheduledUntil: input.scheduled_until ?? (planned.scheduledUntil as Date),
        bodyFr: body?.fr,
        bodyEn: body?.en,
        notify: input.deliver_notifications,
      })
      return toMaintenance(livemode)(await readOne(ctx, 'maintenance', planned.id))
    },
  }),
  DELETE: endpoint({
    operationId: 'cancelMaintenance',
    summary: 'Call off a maintenance that has not begun',
    description:
      'It stays on the page as cancelled, with a sentence of ours in both languages, and is completed in the API, as Statuspage has it. To give your own words, POST …/updates with status completed. 412 once it has begun.',
    permission: 'maintenance:publish',
    query: cancellationQuery,
    answer: maintenanceObject,
    async handle({ ctx, params, query, livemode }) {
      const { id, version } = await lockEvent(ctx, 'maintenance', idParam(params.id, isPublicId))
      const { fr, en } = DEFAULT_TEXTS.cancelled
      await cancelMaintenance(ctx, {
        maintenanceId: id,
        version: query.version ?? version,
        bodyFr: fr,
        bodyEn: en,
        notify: query.deliver_notifications,
      })
      return toMaintenance(livemode)(await readOne(ctx, 'maintenance', id))
    },
  }),
})

export const loader = route
export const action = route
