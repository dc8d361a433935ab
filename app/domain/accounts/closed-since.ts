import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { Account } from '#db/models/access.ts'

/** Since when an account is closed; null while it is open. NotFound for another account's member. */
export async function closedSince(ctx: Context, accountId: string): Promise<Date | null> {
  requirePermission(ctx.actor, 'account:read')
  requireAccount(ctx.actor, accountId)
  const { closedAt } = await Account.query(ctx.db).findById(accountId).select('closedAt').throwIfNotFound()
  return closedAt
}
