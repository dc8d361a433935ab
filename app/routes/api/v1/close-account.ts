import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { isUuid } from '#app/domain/ids.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { idParam } from '#app/http/handlers.server.ts'
import { accountObject, toAccount } from '#app/routes/api/v1/account-objects.ts'
import { relationshipEnd } from '#app/routes/api/v1/account-schemas.ts'

const route = apiRoute({
  POST: endpoint({
    operationId: 'closeAccount',
    summary: 'Close an account',
    description:
      'Nothing works any more, what is asked is cancelled and the members are told, without the reason. What officers ' +
      'and keys withhold stands again after a reopening. 409 when it is closed already.',
    permission: 'account:close',
    body: relationshipEnd,
    answer: accountObject,
    async handle({ ctx, params, body, livemode }) {
      const accountId = idParam<string>(params.id, isUuid)
      await closeAccount(ctx, { accountId, ...body })
      return toAccount(livemode)(await readAccountStanding(ctx, accountId))
    },
  }),
})

export const loader = route
export const action = route
