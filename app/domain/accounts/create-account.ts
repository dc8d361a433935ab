import { lockDirectory } from '#app/domain/access/directory-lock.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { insertAccounts, type NewAccount } from '#app/domain/accounts/insert-accounts.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import type { AccountId } from '#app/domain/ids.ts'
import { Account, User } from '#db/models/access.ts'

/**
 * Adds a merchant account with its first member, who is mailed the link to choose a password. Conflict when the
 * SIREN has an account or the address is in use.
 */
export async function createAccount(ctx: Context, input: NewAccount): Promise<AccountId> {
  requirePermission(ctx.actor, 'account:create')
  return withTransaction(ctx, async (tx) => {
    await lockDirectory(tx)
    if (await Account.query(tx.db).findOne({ siren: input.siren })) throw conflict('sirenTaken')
    if (await User.query(tx.db).findOne({ email: input.email })) throw conflict('emailTaken')
    const [accountId] = await insertAccounts(tx, [input])
    return accountId as AccountId
  })
}
