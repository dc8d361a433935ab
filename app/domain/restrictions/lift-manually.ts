import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { liftOne } from '#app/domain/restrictions/lift-one.ts'
import type { LiftManually } from '#app/domain/restrictions/schemas.ts'

/**
 * Ends one restriction by an officer's decision, whatever its cause; errors as `liftOne`. A restriction for overdue
 * documents that is lifted while they are still overdue returns with the next sweep: extend the deadline, waive, or
 * exempt the account.
 */
export async function liftManually(ctx: Context, input: LiftManually): Promise<void> {
  requirePermission(ctx.actor, 'restriction:manage')
  await withTransaction(ctx, async (tx) => {
    await holdAccount(tx, input.accountId)
    await liftOne(tx, input)
  })
}
