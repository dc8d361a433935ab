import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { updateAccount } from '#app/domain/accounts/update-account.ts'
import { isUuid } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { accountObject, toAccount } from '#app/routes/api/v1/account-objects.ts'
import { accountChange } from '#app/routes/api/v1/account-schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'getAccount',
    summary: 'Read one account: what works, what is due and why',
    permission: 'account:list',
    answer: accountObject,
    handle: async ({ ctx, params, livemode }) =>
      toAccount(livemode)(await readAccountStanding(ctx, idParam(params.id, isUuid))),
  }),
  PATCH: endpoint({
    operationId: 'updateAccount',
    summary: 'Change what is known of an account',
    description:
      'What is left out stays. Deadlines that run keep their day when the département changes. Capabilities have an ' +
      'address of their own; the state follows from them.',
    permission: 'account:update',
    body: accountChange,
    answer: accountObject,
    async handle({ ctx, params, body, livemode }) {
      const accountId = idParam<string>(params.id, isUuid)
      await updateAccount(ctx, { accountId, ...body })
      return toAccount(livemode)(await readAccountStanding(ctx, accountId))
    },
  }),
})

export const loader = route
export const action = route
