import { type Permission, requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import type { CloseRequirement } from '#app/domain/requirements/schemas.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
import { affected, rows } from '#db/client.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Ends a requirement without a document, and with it every restriction that rested on it alone, in one
 * transaction. An answer that was waiting for review is kept as superseded. NotFound without such a requirement;
 * Conflict when it has already ended.
 */
export async function closeRequirement(
  ctx: Context,
  { requirementId, reason }: CloseRequirement,
  to: 'waived' | 'cancelled',
): Promise<void> {
  const permission: Permission = to === 'waived' ? 'requirement:waive' : 'requirement:request'
  requirePermission(ctx.actor, permission)
  await withTransaction(ctx, async (tx) => {
    const found = await Requirement.query(tx.db).findById(requirementId)
    if (!found) throw notFound()
    await holdAccount(tx, found.accountId)
    const before = await Requirement.query(tx.db).findById(requirementId).forNoKeyUpdate().throwIfNotFound()
    const [closed] = await rows<{ accountId: string }>(
      tx.db,
      `update requirements set status = :to, closed_at = :now, closing_reason = :reason, version = version + 1
        where id = :requirementId and closed_at is null returning account_id`,
      { to, now: tx.clock.now(), reason, requirementId },
    )
    if (!closed) throw conflict('requirement.alreadyClosed')
    await affected(
      tx.db,
      `update submissions set status = 'superseded', version = version + 1
        where requirement_id = :requirementId and status in ('submitted', 'in_review')`,
      { requirementId },
    )
    await recordAudit(tx, {
      action: `requirement.${to}`,
      subjectType: 'requirement',
      subjectId: requirementId,
      accountId: closed.accountId,
      before: { status: before.status },
      after: { status: to, reason },
    })
    await liftSatisfied(tx, closed.accountId)
  })
}
