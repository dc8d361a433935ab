import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'

/** The state that the open restrictions of an account give (the view account_states). NotFound for an unknown one. */
export async function accountState(ctx: Pick<Context, 'db'>, accountId: string): Promise<AccountState> {
  const [found] = await rows<{ state: AccountState }>(
    ctx.db,
    'select state from account_states where account_id = :accountId',
    { accountId },
  )
  if (!found) throw notFound()
  return found.state
}
