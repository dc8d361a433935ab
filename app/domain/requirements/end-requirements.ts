import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { affected, rows } from '#db/client.ts'
import type { RequirementStatus } from '#db/models/requirements.ts'

type Ending =
  | { readonly to: 'waived' | 'cancelled'; readonly reason: string }
  /** Its account is closed: the reason for that is not the merchant's to read. */
  | { readonly to: 'cancelled'; readonly withAccount: true }

/**
 * Ends those of these requirements that are open, without a document; an answer that waited for review is kept as
 * superseded. The caller holds their account. Returns how many ended.
 */
export async function endRequirements(
  tx: TransactionContext,
  requirementIds: readonly string[],
  ending: Ending,
): Promise<number> {
  const { to } = ending
  const withAccount = 'withAccount' in ending
  const reason = withAccount ? null : ending.reason
  const ended = await rows<{ id: string; accountId: string; was: RequirementStatus }>(
    tx.db,
    `with open as (
       select id, status as was from requirements where id = any(cast(:requirementIds as uuid[])) and closed_at is null
       order by id for no key update)
     update requirements q set status = :to, closed_at = :now, closing_reason = :reason,
         closed_with_account = :withAccount, version = version + 1
       from open where q.id = open.id returning q.id, q.account_id, open.was`,
    { requirementIds, to, reason, withAccount, now: tx.clock.now() },
  )
  if (ended.length === 0) return 0
  await affected(
    tx.db,
    `update submissions set status = 'superseded', version = version + 1
      where requirement_id = any(cast(:ids as uuid[])) and status in ('submitted', 'in_review')`,
    { ids: ended.map(({ id }) => id) },
  )
  await recordAudit(
    tx,
    ...ended.map(({ id, accountId, was }) => ({
      action: `requirement.${to}`,
      subjectType: 'requirement',
      subjectId: id,
      accountId,
      before: { status: was },
      after: { status: to, ...(withAccount ? { withAccount } : { reason }) },
    })),
  )
  return ended.length
}
