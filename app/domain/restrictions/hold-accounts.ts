import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { rows } from '#db/client.ts'

/**
 * Works on a batch of accounts in one transaction that keeps everything still which the decision rests on. Null
 * where the fair clock stands still: nothing was done, and nothing more is to be done.
 *
 * Who publishes an outage of a component needed to send documents either commits first and is seen here, or waits
 * for the end of the batch. The same with a merchant who is sending a document this moment. Accounts that another
 * sweep holds are left to it.
 */
export function withAccounts<T>(
  ctx: Context,
  accountIds: readonly string[],
  work: (tx: TransactionContext, accountIds: readonly string[]) => Promise<T>,
): Promise<T | null> {
  return withTransaction(ctx, async (tx) => {
    await lockSubmissionPath(tx)
    if (await fairClockPauses(tx)) return null
    return work(tx, await holdAccounts(tx, accountIds))
  })
}

/** What merchants need to send documents stays as it is until the transaction ends. */
async function lockSubmissionPath(tx: TransactionContext): Promise<void> {
  await rows(
    tx.db,
    `select from components where needed_to_submit_documents and deleted_at is null order by id for share`,
  )
}

async function holdAccounts(tx: TransactionContext, accountIds: readonly string[]): Promise<string[]> {
  const held = await rows<{ id: string }>(
    tx.db,
    `select id from accounts where id = any(cast(:accountIds as uuid[])) order by id
       for no key update skip locked`,
    { accountIds },
  )
  const ids = held.map(({ id }) => id)
  await rows(
    tx.db,
    `select from requirements where account_id = any(cast(:ids as uuid[])) and status in ('requested', 'rejected')
       order by id for share`,
    { ids },
  )
  return ids
}
