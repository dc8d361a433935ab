import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'

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

/** Since when an account is closed; null while it is open. NotFound for another account's member. */
export async function closedSince(ctx: Context, accountId: string): Promise<Date | null> {
  requirePermission(ctx.actor, 'account:read')
  requireAccount(ctx.actor, accountId)
  const { closedAt } = await Account.query(ctx.db).findById(accountId).select('closedAt').throwIfNotFound()
  return closedAt
}
