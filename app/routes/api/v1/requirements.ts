import { pageRequirements } from '#app/domain/due/page-requirements.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { toList } from '#app/routes/api/v1/objects.ts'
import { requirementList, toRequirement } from '#app/routes/api/v1/requirement-objects.ts'
import { requirementQuery } from '#app/routes/api/v1/requirement-schemas.ts'
import { cursorOf } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listRequirements',
    summary: 'List the requirements of all accounts, the newest first',
    permission: 'requirement:list',
    query: requirementQuery,
    answer: requirementList,
    async handle({ ctx, query, livemode }) {
      const { account: accountId, bucket, status, document_type: documentType } = query
      const filter = { accountId, bucket, status, documentType }
      return toList(await pageRequirements(ctx, filter, cursorOf(query)), toRequirement(livemode))
    },
  }),
})

export const loader = route
export const action = route
