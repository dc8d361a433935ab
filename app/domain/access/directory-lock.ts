import type { TransactionContext } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** Any number that nothing else uses. */
const DIRECTORY_LOCK = 4_150_271

/**
 * Held to the end of the transaction by whatever adds users or accounts: two that add the same address at once
 * then see each other, instead of one failing on the unique index in the middle of a batch.
 */
export async function lockDirectory(tx: TransactionContext): Promise<void> {
  await rows(tx.db, 'select pg_advisory_xact_lock(:key)', { key: DIRECTORY_LOCK })
}
