import { dayAfter } from '#app/domain/calendar/paris.ts'
import { pageRequirements, readStanding, readStandings } from '#app/domain/due/page-requirements.ts'
import { isUuid } from '#app/domain/ids.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { toList } from '#app/routes/api/v1/objects.ts'
import {
  requestedRequirements,
  requirementList,
  toRequirement,
} from '#app/routes/api/v1/requirement-objects.ts'
import { accountRequirementQuery, newRequirement } from '#app/routes/api/v1/requirement-schemas.ts'
import { cursorOf } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listAccountRequirements',
    summary: 'List what was ever asked of an account, the newest first',
    permission: 'requirement:list',
    query: accountRequirementQuery,
    answer: requirementList,
    async handle({ ctx, params, query, livemode }) {
      const { bucket, status, document_type: documentType } = query
      const filter = { accountId: idParam<string>(params.id, isUuid), bucket, status, documentType }
      return toList(await pageRequirements(ctx, filter, cursorOf(query)), toRequirement(livemode))
    },
  }),
  POST: endpoint({
    operationId: 'requestRequirement',
    summary: 'Ask an account for a document, or for all that is missing',
    description: 'The members are told by mail. The same document is never asked twice at a time (409).',
    permission: 'requirement:request',
    body: newRequirement,
    answer: requestedRequirements,
    status: 201,
    async handle({ ctx, params, body, livemode }) {
      const accountId = idParam<string>(params.id, isUuid)
      const { document_type: documentType, subject, message, why, days } = body
      if (documentType === undefined) {
        const asked = await requestMissing(ctx, { accountId })
        const data = await readStandings(ctx, asked)
        return toList({ data, hasMore: false }, toRequirement(livemode))
      }
      const deadline = days === undefined ? body.deadline : dayAfter(ctx.clock.now(), days)
      const order = { accountId, documentType, subject, message, why, deadline }
      return toRequirement(livemode)(await readStanding(ctx, await requestRequirement(ctx, order)))
    },
  }),
})

export const loader = route
export const action = route
