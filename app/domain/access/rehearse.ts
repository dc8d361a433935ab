import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** Carries the outcome out of a transaction that must not stay. */
class Rehearsed<T> extends Error {
  constructor(readonly outcome: T) {
    super('rehearsed')
  }
}

/** Carries `work` out to its end, with everything the commit would check, and takes all of it back. */
export async function rehearse<T>(ctx: Context, work: (tx: TransactionContext) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(ctx, async (tx) => {
      const outcome = await work(tx)
      await rows(tx.db, 'set constraints all immediate')
      throw new Rehearsed(outcome)
    })
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.outcome
    throw thrown
  }
}
