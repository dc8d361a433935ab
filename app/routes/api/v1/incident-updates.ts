import { isPublicId } from '#app/domain/ids.ts'
import { lockEvent, pageUpdates, readUpdate } from '#app/domain/incidents/page-events.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { toUpdate, updateList, updateObject } from '#app/routes/api/v1/event-objects.ts'
import { toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery, newIncidentUpdate } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listIncidentUpdates',
    summary: 'List the updates of an incident, the newest first',
    permission: 'incident:read',
    query: listQuery,
    answer: updateList,
    async handle({ ctx, params, query, livemode }) {
      const id = idParam<string>(params.id, isPublicId)
      return toList(await pageUpdates(ctx, 'incident', id, cursorOf(query)), toUpdate(livemode))
    },
  }),
  POST: endpoint({
    operationId: 'publishIncidentUpdate',
    summary: 'Publish an update of an incident',
    description:
      'Resolving lets go of all its components. A resolved incident takes a postmortem only, unless told to reopen.',
    permission: 'incident:publish',
    body: newIncidentUpdate,
    answer: updateObject,
    status: 201,
    async handle({ ctx, params, body: { body, ...input }, livemode }) {
      const incident = await lockEvent(ctx, 'incident', idParam(params.id, isPublicId))
      const updateId = await publishUpdate(ctx, {
        incidentId: incident.id,
        version: input.version ?? incident.version,
        status: input.status,
        reopen: input.reopen,
        impact: input.impact,
        bodyFr: body.fr,
        bodyEn: body.en,
        components: input.components,
        notify: input.deliver_notifications,
        displayAt: input.display_at,
      })
      return toUpdate(livemode)(await readUpdate(ctx, 'incident', updateId))
    },
  }),
})

export const loader = route
export const action = route
