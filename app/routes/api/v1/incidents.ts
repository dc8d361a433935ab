import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { pageEvents, readOne } from '#app/domain/incidents/page-events.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { incidentObject, toIncident } from '#app/routes/api/v1/event-objects.ts'
import { listOf, toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery, newIncident } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listIncidents',
    summary: 'List incidents, the newest first',
    permission: 'incident:read',
    query: listQuery,
    answer: listOf('IncidentList', incidentObject),
    handle: async ({ ctx, query, livemode }) =>
      toList(await pageEvents(ctx, 'incident', cursorOf(query)), toIncident(livemode)),
  }),
  POST: endpoint({
    operationId: 'openIncident',
    summary: 'Publish a new incident with its first update',
    description: 'Components, history, page, feeds and mails follow at once. It takes one text.',
    permission: 'incident:publish',
    body: newIncident,
    answer: incidentObject,
    status: 201,
    async handle({ ctx, body: { name, body, ...input }, livemode }) {
      const { incidentId } = await openIncident(ctx, {
        nameFr: name?.fr,
        nameEn: name?.en,
        bodyFr: body.fr,
        bodyEn: body.en,
        status: input.status,
        impact: input.impact,
        components: input.components,
        notify: input.deliver_notifications,
        displayAt: input.started_at,
      })
      return toIncident(livemode)(await readOne(ctx, 'incident', incidentId))
    },
  }),
})

export const loader = route
export const action = route
