import { readStanding } from '#app/domain/due/page-requirements.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { isUuid } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { requirementObject, toRequirement } from '#app/routes/api/v1/requirement-objects.ts'
import { extension } from '#app/routes/api/v1/requirement-schemas.ts'

const route = apiRoute({
  POST: endpoint({
    operationId: 'extendRequirement',
    summary: 'Give the merchant more days',
    description: 'The merchant reads the reason. 412 without a date, 409 when it has ended.',
    permission: 'requirement:request',
    body: extension,
    answer: requirementObject,
    async handle({ ctx, params, body, livemode }) {
      const requirementId = idParam<string>(params.id, isUuid)
      await extendDeadline(ctx, { requirementId, ...body })
      return toRequirement(livemode)(await readStanding(ctx, requirementId))
    },
  }),
})

export const loader = route
export const action = route
