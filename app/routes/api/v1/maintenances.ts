import type { z } from 'zod'
import { MINUTE_MS } from '#app/domain/clock.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import type { IncidentId } from '#app/domain/ids.ts'
import { pageEvents, readOne } from '#app/domain/incidents/page-events.ts'
import { toParisField } from '#app/domain/maintenance/local-time.ts'
import { planSeries } from '#app/domain/maintenance/plan-series.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { DEFAULT_REMINDER_MINUTES } from '#app/domain/maintenance/schemas.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { maintenanceObject, toMaintenance } from '#app/routes/api/v1/event-objects.ts'
import { newMaintenance } from '#app/routes/api/v1/maintenance-schemas.ts'
import { listOf, toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery } from '#app/routes/api/v1/schemas.ts'

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
    description:
      'It begins and ends by itself unless told otherwise. With recurrence the answer is the first window of the series.',
    permission: 'maintenance:publish',
    body: newMaintenance,
    answer: maintenanceObject,
    status: 201,
    handle: async ({ ctx, body, livemode }) =>
      toMaintenance(livemode)(await readOne(ctx, 'maintenance', await plan(ctx, body))),
  }),
})

/** Plans what was asked for; the id of the window, or of the first one of a series. */
async function plan(ctx: TransactionContext, input: z.output<typeof newMaintenance>): Promise<IncidentId> {
  const { name, body, recurrence, scheduled_for: scheduledFor, scheduled_until: scheduledUntil } = input
  const planned = {
    nameFr: name.fr,
    nameEn: name.en,
    bodyFr: body.fr,
    bodyEn: body.en,
    componentIds: input.component_ids,
    autoStart: input.scheduled_auto_in_progress,
    autoEnd: input.scheduled_auto_completed,
    notify: input.deliver_notifications,
  }
  if (!recurrence) {
    return (await scheduleMaintenance(ctx, { ...planned, scheduledFor, scheduledUntil })).incidentId
  }
  const { firstId } = await planSeries(ctx, {
    ...planned,
    recurrence,
    localStart: toParisField(scheduledFor),
    durationMinutes: (scheduledUntil.getTime() - scheduledFor.getTime()) / MINUTE_MS,
    reminderMinutes: DEFAULT_REMINDER_MINUTES,
  })
  return firstId
}

export const loader = route
export const action = route
