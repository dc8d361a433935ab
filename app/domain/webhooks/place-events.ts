import { type Context, withTransaction } from '#app/domain/context.ts'
import { affected } from '#db/client.ts'
import { lockName } from '#db/lock.ts'

/**
 * Gives committed events their places in the list that is read by cursor, after all that have one. The lock is held to
 * the commit, so no reader ever sees a place before a lower one is there. Returns how many were placed.
 */
export function placeEvents(ctx: Context): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    await lockName(tx.db, 'account events are placed')
    return affected(
      tx.db,
      `update account_events e set position = placed.position
         from (select id, coalesce((select max(position) from account_events), 0)
                          + row_number() over (order by seq) as position
                 from account_events where position is null) placed
        where e.id = placed.id`,
    )
  })
}
