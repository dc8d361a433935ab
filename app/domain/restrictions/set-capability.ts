import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { imposeByHand } from '#app/domain/restrictions/impose-by-hand.ts'
import { liftOne } from '#app/domain/restrictions/lift-one.ts'
import { type Capability, Restriction } from '#db/models/restrictions.ts'

export interface SetCapability {
  readonly accountId: string
  readonly capability: Capability
  readonly status: 'active' | 'inactive'
  /** For the record and the officers; never shown to the merchant. */
  readonly reason: string
}

/**
 * Withholds a capability for the provider's own systems, or ends that. It touches what keys withheld, and nothing
 * else: whatever an officer or the sweep decided stays, and whether there is such a thing changes nothing of what
 * happens here, so no answer tells one cause from another. What is so already stays as it is. NotFound without such
 * an account; PreconditionFailed when it is closed.
 */
export async function setCapability(ctx: Context, input: SetCapability): Promise<void> {
  requirePermission(ctx.actor, 'capability:set')
  const { accountId, capability, status, reason } = input
  await withTransaction(ctx, async (tx) => {
    // Locked, so that of two at once the second finds what the first did.
    await holdOpenAccount(tx, accountId)
    const own = await Restriction.query(tx.db)
      .findOne({ accountId, capability })
      .whereNull('liftedAt')
      .whereNotNull('apiKeyId')
    if (status === 'inactive' && !own) {
      await imposeByHand(tx, { accountId, capabilities: [capability], cause: 'manual', reason })
    }
    if (status === 'active' && own) await liftOne(tx, { accountId, restrictionId: own.id, reason })
  })
}
