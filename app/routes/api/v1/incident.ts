import { isPublicId } from '#app/domain/ids.ts'
import { deleteIncident } from '#app/domain/incidents/delete-incident.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import { lockEvent, readOne } from '#app/domain/incidents/page-events.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { asTyped } from '#app/i18n/bilingual.ts'
import { deletedIncident, incidentObject, toIncident } from '#app/routes/api/v1/event-objects.ts'
import { incidentChange, versionQuery } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getIncident',
    summary: 'Read one incident',
    permission: 'incident:read',
    answer: incidentObject,
    handle: async ({ ctx, params, livemode }) =>
      toIncident(livemode)(await readOne(ctx, 'incident', idParam(params.id, isPublicId))),
  }),
  PATCH: endpoint({
    operationId: 'editIncident',
    summary: 'Rename an incident or set its impact',
    description: 'Nobody is written to. What happened next is an update: POST …/updates.',
    permission: 'incident:publish',
    body: incidentChange,
    answer: incidentObject,
    async handle({ ctx, params, body: { name, impact, version }, livemode }) {
      const incidentId = idParam<string>(params.id, isPublicId)
      const incident = await lockEvent(ctx, 'incident', incidentId)
      const typed = asTyped(incident, 'name')
      await editIncident(ctx, {
        incidentId,
        version: version ?? incident.version,
        nameFr: name?.fr ?? typed.nameFr,
        nameEn: name?.en ?? typed.nameEn,
        impact,
      })
      return toIncident(livemode)(await readOne(ctx, 'incident', incidentId))
    },
  }),
  DELETE: endpoint({
    operationId: 'deleteIncident',
    summary: 'Take an incident back, open or over',
    description:
      'Page, API, feeds and uptime are as if it had never been published; whoever has not been written to will not be.',
    permission: 'incident:publish',
    query: versionQuery,
    answer: deletedIncident,
    async handle({ ctx, params, query: { version }, livemode }) {
      const { id, version: present } = await lockEvent(ctx, 'incident', idParam(params.id, isPublicId))
      await deleteIncident(ctx, { incidentId: id, version: version ?? present })
      return { object: 'incident' as const, id, livemode, deleted: true as const }
    },
  }),
})

export const loader = route
export const action = route
