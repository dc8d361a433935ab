import { readStanding } from '#app/domain/due/page-requirements.ts'
import { isUuid } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { requirementObject, toRequirement } from '#app/routes/api/v1/requirement-objects.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getRequirement',
    summary: 'Read one requirement',
    permission: 'requirement:list',
    answer: requirementObject,
    handle: async ({ ctx, params, livemode }) =>
      toRequirement(livemode)(await readStanding(ctx, idParam(params.id, isUuid))),
  }),
})

export const loader = route
export const action = route
