import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { isUuid } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { accountObject, toAccount } from '#app/routes/api/v1/account-objects.ts'
import { relationshipEnd } from '#app/routes/api/v1/account-schemas.ts'

const route = apiRoute({
  POST: endpoint({
    operationId: 'reopenAccount',
    summary: 'Reopen a closed account',
    description:
      'It works as far as nothing withholds it; what its legal form needs and is not on file is asked anew. 409 when it ' +
      'is open.',
    permission: 'account:close',
    body: relationshipEnd,
    answer: accountObject,
    async handle({ ctx, params, body, livemode }) {
      const accountId = idParam<string>(params.id, isUuid)
      await reopenAccount(ctx, { accountId, ...body })
      return toAccount(livemode)(await readAccountStanding(ctx, accountId))
    },
  }),
})

export const loader = route
export const action = route
