import { createAccount } from '#app/domain/accounts/create-account.ts'
import { pageAccounts, readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { accountObject, toAccount } from '#app/routes/api/v1/account-objects.ts'
import { accountQuery, newAccount } from '#app/routes/api/v1/account-schemas.ts'
import { listOf, toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listAccounts',
    summary: 'List accounts, the newest first',
    permission: 'account:list',
    query: accountQuery,
    answer: listOf('AccountList', accountObject),
    async handle({ ctx, query, livemode }) {
      const { state, email, siren, legal_form: legalForm } = query
      const created = {
        gt: query['created_at[gt]'],
        gte: query['created_at[gte]'],
        lt: query['created_at[lt]'],
        lte: query['created_at[lte]'],
      }
      const filter = { state, email, siren, legalForm, created }
      return toList(await pageAccounts(ctx, filter, cursorOf(query)), toAccount(livemode))
    },
  }),
  POST: endpoint({
    operationId: 'createAccount',
    summary: 'Create an account with its first member',
    description:
      'The member is mailed a link to choose a password. Nothing is asked yet: POST …/requirements with missing.',
    permission: 'account:create',
    body: newAccount,
    answer: accountObject,
    status: 201,
    async handle({ ctx, body: { legal_form, contact_name, representative, owners, ...facts }, livemode }) {
      const accountId = await createAccount(ctx, {
        ...facts,
        legalForm: legal_form,
        memberName: contact_name,
        declared: { representative, owners: owners.length > 0 ? owners : undefined },
      })
      return toAccount(livemode)(await readAccountStanding(ctx, accountId))
    },
  }),
})

export const loader = route
export const action = route
