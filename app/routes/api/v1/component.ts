import { readReported } from '#app/domain/components/page-components.ts'
import { reportStatus } from '#app/domain/components/report-status.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { componentObject, toComponent } from '#app/routes/api/v1/component-objects.ts'
import { componentReport } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getComponent',
    summary: 'Read one component',
    permission: 'component:read',
    answer: componentObject,
    handle: async ({ ctx, params, livemode }) =>
      toComponent(livemode)(await readReported(ctx, idParam(params.id, isPublicId))),
  }),
  PATCH: endpoint({
    operationId: 'reportComponentStatus',
    summary: 'Report how a component is',
    description:
      'For monitoring. Only incidents say how a component is, so your key keeps one incident for this ' +
      'component: the first bad status opens it, each other one updates it, operational resolves it. The same ' +
      'status again changes nothing and writes to nobody. The status answered is the worst of what all open ' +
      'incidents and maintenances say, so it may be worse than what you report.',
    permission: 'component:report',
    body: componentReport,
    answer: componentObject,
    async handle({ ctx, params, body: { status, body, deliver_notifications }, livemode }) {
      const componentId = idParam<string>(params.id, isPublicId)
      await reportStatus(ctx, {
        componentId,
        status,
        bodyFr: body?.fr,
        bodyEn: body?.en,
        notify: deliver_notifications,
      })
      return toComponent(livemode)(await readReported(ctx, componentId))
    },
  }),
})

export const loader = route
export const action = route
