import { actorName } from '#app/domain/access/actor.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type Lifting, recordLiftings, tellReinstated } from '#app/domain/restrictions/lift-one.ts'
import { rows } from '#db/client.ts'

/**
 * Lifts, by the decision of who gives more time, what was withheld for overdue documents and rests on nothing overdue
 * any more; an answer that waits for review keeps what it was late for. Restrictions for another cause stay. Called in
 * the transaction of the extension, by who holds the account. Returns how many were lifted.
 */
export async function liftExtended(
  tx: TransactionContext,
  { accountId, reason }: { accountId: string; reason: string },
): Promise<number> {
  const lifted = await rows<Lifting & { requirementIds: string[] }>(
    tx.db,
    `update restrictions r set lifted_at = :now, lifted_by = :by, lifting_reason = :reason
      where r.account_id = :accountId and r.cause = 'documents_overdue' and r.lifted_at is null
        and not exists (select from restriction_requirements rr join requirements q on q.id = rr.requirement_id
          where rr.restriction_id = r.id and q.closed_at is null and (q.deadline_at is null or q.deadline_at <= :now))
      returning r.id, r.capability, r.cause, r.imposed_at,
        array(select requirement_id from restriction_requirements where restriction_id = r.id) as requirement_ids`,
    { accountId, reason, now: tx.clock.now(), by: actorName(tx.actor) },
  )
  if (lifted.length === 0) return 0
  await recordLiftings(tx, accountId, { reason }, lifted)
  await tellReinstated(tx, accountId, {
    lifted: lifted.map(({ capability }) => capability),
    requirementIds: [...new Set(lifted.flatMap(({ requirementIds }) => requirementIds))],
  })
  return lifted.length
}
