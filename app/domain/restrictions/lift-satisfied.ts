import { actorName } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { notWithheld } from '#app/domain/restrictions/lift-one.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/**
 * Lifts what was withheld for overdue documents and now rests on nothing: each restriction whose last causing
 * requirement is approved, waived or cancelled, and only those. Called in the transaction of that decision.
 * Restrictions for another cause stay, and a capability that one of them still withholds is not announced.
 */
export async function liftSatisfied(tx: TransactionContext, accountId: string): Promise<void> {
  const lifted = await rows<{ id: string; capability: Capability; imposedAt: Date }>(
    tx.db,
    `update restrictions r set lifted_at = :now, lifted_by = :by, lifting_reason = 'requirements_satisfied'
      where r.account_id = :accountId and r.cause = 'documents_overdue' and r.lifted_at is null
        and not exists (select from restriction_requirements rr join requirements q on q.id = rr.requirement_id
          where rr.restriction_id = r.id and q.closed_at is null)
      returning r.id, r.capability, r.imposed_at`,
    { accountId, now: tx.clock.now(), by: actorName(tx.actor) },
  )
  if (lifted.length === 0) return
  await recordAudit(
    tx,
    ...lifted.map(({ id, capability, imposedAt }) => ({
      action: 'restriction.lifted',
      subjectType: 'restriction',
      subjectId: id,
      accountId,
      before: { capability, cause: 'documents_overdue', imposedAt },
      after: { capability, liftingReason: 'requirements_satisfied' },
    })),
  )
  const capabilities = await notWithheld(
    tx,
    accountId,
    lifted.map(({ capability }) => capability),
  )
  if (capabilities.length === 0) return
  await recordEvents(tx, [{ type: 'account.reinstated', accountId, capabilities }])
  const requirementIds = await causesOf(
    tx,
    lifted.map(({ id }) => id),
  )
  await writeNotices(tx, [{ accountId, kind: 'reinstated', requirementIds, capabilities }])
}

async function causesOf(tx: TransactionContext, restrictionIds: string[]): Promise<string[]> {
  const found = await rows<{ requirementId: string }>(
    tx.db,
    `select distinct requirement_id from restriction_requirements where restriction_id = any(:restrictionIds)`,
    { restrictionIds },
  )
  return found.map(({ requirementId }) => requirementId)
}
