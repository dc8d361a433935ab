import type { TransactionContext } from '#app/domain/context.ts'
import { notFound, preconditionFailed } from '#app/domain/errors.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'

/**
 * The account's row, held until the transaction ends; undefined without such an account. Everywhere in this order, so
 * that nobody waits for each other: the account, its requirements by id, their submissions, and last the audit with
 * what follows it. Both are held without their keys: rows that only name an account or a requirement, such as notices,
 * are written beside.
 */
export const holdAccount = async (tx: TransactionContext, accountId: string): Promise<Account | undefined> =>
  await Account.query(tx.db).findById(accountId).forNoKeyUpdate()

/**
 * The same of an account that is open. NotFound without such an account; PreconditionFailed, in the words of `refusal`,
 * when it is closed.
 */
export async function holdOpenAccount(
  tx: TransactionContext,
  accountId: string,
  refusal: 'account.closed' | 'requirement.accountClosed' = 'account.closed',
): Promise<Account> {
  const account = await holdAccount(tx, accountId)
  if (!account) throw notFound()
  if (account.closedAt) throw preconditionFailed(refusal)
  return account
}

/** Several as `holdAccount` holds one; `skipBusy`: without those that somebody else holds. Returns the ids of those held. */
export async function holdAccounts(
  tx: TransactionContext,
  accountIds: readonly string[],
  { skipBusy = false }: { skipBusy?: boolean } = {},
): Promise<string[]> {
  const held = await rows<{ id: string }>(
    tx.db,
    `select id from accounts where id = any(cast(:accountIds as uuid[])) order by id
       for no key update ${skipBusy ? 'skip locked' : ''}`,
    { accountIds },
  )
  return held.map(({ id }) => id)
}
