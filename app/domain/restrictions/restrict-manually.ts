import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import type { RestrictionId } from '#app/domain/ids.ts'
import { imposeByHand } from '#app/domain/restrictions/impose-by-hand.ts'
import type { RestrictManually } from '#app/domain/restrictions/schemas.ts'

/**
 * Withholds capabilities by an officer's decision. Errors as `imposeByHand`; NotFound for an account that is unknown,
 * PreconditionFailed for one that is closed. The merchant is not mailed: the cause may be one that must not be known (no tipping-off), and a mail
 * for the others alone would give it away. The portal says `under_review`.
 */
export async function restrictManually(ctx: Context, input: RestrictManually): Promise<RestrictionId[]> {
  requirePermission(ctx.actor, 'restriction:manage')
  return withTransaction(ctx, async (tx) => {
    await holdOpenAccount(tx, input.accountId)
    return imposeByHand(tx, input)
  })
}
