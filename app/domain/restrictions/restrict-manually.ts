import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import type { RestrictionId } from '#app/domain/ids.ts'
import { imposeByHand } from '#app/domain/restrictions/impose-by-hand.ts'
import type { RestrictManually } from '#app/domain/restrictions/schemas.ts'

/**
 * Withholds capabilities by an officer's decision. Errors as `imposeByHand`; NotFound for an account that is unknown
 * or closed. The merchant is not mailed: the cause may be one that must not be known (no tipping-off), and a mail
 * for the others alone would give it away. The portal says `under_review`.
 */
export async function restrictManually(ctx: Context, input: RestrictManually): Promise<RestrictionId[]> {
  requirePermission(ctx.actor, 'restriction:manage')
  return withTransaction(ctx, async (tx) => {
    const account = await holdAccount(tx, input.accountId)
    if (!account || account.closedAt) throw notFound()
    return imposeByHand(tx, input)
  })
}
