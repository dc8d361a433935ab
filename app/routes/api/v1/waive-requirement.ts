import { readStanding } from '#app/domain/due/page-requirements.ts'
import { isUuid } from '#app/domain/ids.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { requirementObject, toRequirement } from '#app/routes/api/v1/requirement-objects.ts'
import { closing } from '#app/routes/api/v1/requirement-schemas.ts'

const route = apiRoute({
  POST: endpoint({
    operationId: 'waiveRequirement',
    summary: 'Release the merchant from a requirement',
    description: 'What was withheld for it alone works again at once. 409 when it has ended.',
    permission: 'requirement:waive',
    body: closing,
    answer: requirementObject,
    async handle({ ctx, params, body, livemode }) {
      const requirementId = idParam<string>(params.id, isUuid)
      await waiveRequirement(ctx, { requirementId, ...body })
      return toRequirement(livemode)(await readStanding(ctx, requirementId))
    },
  }),
})

export const loader = route
export const action = route
