import { actorName } from '#app/domain/access/actor.ts'
import { ACCOUNT_CLOSED } from '#app/domain/accounts/schemas.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type Lifting, recordLiftings } from '#app/domain/restrictions/lift-one.ts'
import { rows } from '#db/client.ts'

/**
 * Ends what was withheld for overdue documents of an account that is closed: they are not asked any more. Nothing works
 * again by it, so nobody is told. Restrictions for another cause stay, and stand again after a reopening. Called by
 * who holds the account.
 */
export async function endWithAccount(tx: TransactionContext, accountId: string): Promise<void> {
  const liftingReason = ACCOUNT_CLOSED
  const ended = await rows<Lifting>(
    tx.db,
    `update restrictions set lifted_at = :now, lifted_by = :by, lifting_reason = :liftingReason
      where account_id = :accountId and cause = 'documents_overdue' and lifted_at is null
      returning id, capability, cause, imposed_at`,
    { accountId, liftingReason, now: tx.clock.now(), by: actorName(tx.actor) },
  )
  if (ended.length > 0) await recordLiftings(tx, accountId, { liftingReason }, ended)
}
