import { actorName } from '#app/domain/access/actor.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { type Lifting, recordLiftings, tellReinstated } from '#app/domain/restrictions/lift-one.ts'
import { rows } from '#db/client.ts'
import type { RequirementStatus } from '#db/models/requirements.ts'

/** A requirement behind a restriction, as the lifting found it: this is stored as it is. */
export interface Ground {
  readonly requirementId: string
  readonly status: RequirementStatus
}

const ENDED: readonly RequirementStatus[] = ['approved', 'waived', 'cancelled']

/** True when none of the requirements behind a restriction for overdue documents is asked any more. */
export const restsOnNothing = (grounds: readonly Ground[]): boolean =>
  grounds.every(({ status }) => ENDED.includes(status))

/**
 * Lifts what was withheld for overdue documents and now rests on nothing: each restriction whose last causing
 * requirement is approved, waived or cancelled, and only those. Called in the transaction of that decision, by who
 * holds the account. Restrictions for another cause stay, and a capability that one of them still withholds is not
 * announced.
 */
export async function liftSatisfied(tx: TransactionContext, accountId: string): Promise<void> {
  const standing = await rows<Lifting & { readonly grounds: readonly Ground[] }>(
    tx.db,
    `select r.id, r.capability, r.cause, r.imposed_at, (
         select jsonb_agg(jsonb_build_object('requirementId', q.id, 'status', q.status) order by q.id)
         from restriction_requirements rr join requirements q on q.id = rr.requirement_id where rr.restriction_id = r.id
       ) as grounds
       from restrictions r
      where r.account_id = :accountId and r.cause = 'documents_overdue' and r.lifted_at is null
      order by r.capability for no key update`,
    { accountId },
  )
  const satisfied = standing.filter(({ grounds }) => restsOnNothing(grounds))
  if (satisfied.length === 0) return
  await rows(
    tx.db,
    `update restrictions set lifted_at = :now, lifted_by = :by, lifting_reason = 'requirements_satisfied'
      where id = any(cast(:ids as uuid[])) and lifted_at is null`,
    { now: tx.clock.now(), by: actorName(tx.actor), ids: satisfied.map(({ id }) => id) },
  )
  const { version: policyVersion } = await currentPolicy(tx)
  const because = { liftingReason: 'requirements_satisfied' } as const
  await recordLiftings(tx, accountId, because, satisfied, ({ grounds }) => ({ policyVersion, grounds }))
  const requirementIds = satisfied.flatMap(({ grounds }) => grounds.map((ground) => ground.requirementId))
  await tellReinstated(tx, accountId, {
    lifted: satisfied.map(({ capability }) => capability),
    requirementIds: [...new Set(requirementIds)],
  })
}
