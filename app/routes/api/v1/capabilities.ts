import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { isUuid } from '#app/domain/ids.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { capabilityList, toCapability } from '#app/routes/api/v1/account-objects.ts'
import { toList } from '#app/routes/api/v1/objects.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listCapabilities',
    summary: 'List the capabilities of an account',
    permission: 'capability:read',
    answer: capabilityList,
    async handle({ ctx, params, livemode }) {
      const standing = await readAccountStanding(ctx, idParam(params.id, isUuid), 'capability:read')
      return toList({ data: CAPABILITIES, hasMore: false }, (one) => toCapability(livemode, one)(standing))
    },
  }),
})

export const loader = route
export const action = route
