import { type Permission, requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { endRequirements } from '#app/domain/requirements/end-requirements.ts'
import type { CloseRequirement } from '#app/domain/requirements/schemas.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
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
    const ended = await endRequirements(tx, [requirementId], { to, reason })
    if (ended === 0) throw conflict('requirement.alreadyClosed')
    await liftSatisfied(tx, found.accountId)
  })
}
