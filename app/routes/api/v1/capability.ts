import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { setCapability } from '#app/domain/restrictions/set-capability.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { capabilityObject, toCapability } from '#app/routes/api/v1/account-objects.ts'
import { capabilityChange } from '#app/routes/api/v1/account-schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getCapability',
    summary: 'Read whether a capability works, and why not',
    permission: 'capability:read',
    answer: capabilityObject,
    async handle({ ctx, params, livemode }) {
      const capability = capabilityParam(params.capability)
      const standing = await readAccountStanding(ctx, idParam(params.id, isUuid), 'capability:read')
      return toCapability(livemode, capability)(standing)
    },
  }),
  POST: endpoint({
    operationId: 'setCapability',
    summary: 'Withhold a capability, or end that',
    description:
      'Inactive withholds it (platform_paused) beside whatever else does. Active ends what keys withheld, and that ' +
      'alone: overdue documents and reviews stay, and withheld_for says what still stands against it.',
    permission: 'capability:set',
    body: capabilityChange,
    answer: capabilityObject,
    async handle({ ctx, params, body, livemode }) {
      const capability = capabilityParam(params.capability)
      const accountId = idParam<string>(params.id, isUuid)
      await setCapability(ctx, { accountId, capability, ...body })
      const standing = await readAccountStanding(ctx, accountId, 'capability:read')
      return toCapability(livemode, capability)(standing)
    },
  }),
})

function capabilityParam(value: string | undefined): (typeof CAPABILITIES)[number] {
  const known = CAPABILITIES.find((capability) => capability === value)
  if (!known) throw notFound()
  return known
}

export const loader = route
export const action = route
