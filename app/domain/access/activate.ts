import { requireLink, spendLink } from '#app/domain/access/links.ts'
import { checkPassword, hashPassword } from '#app/domain/access/password.ts'
import type { Visitor } from '#app/domain/access/sessions.ts'
import { closeSession } from '#app/domain/access/sessions.ts'
import { asUser, enter, type OpenedSession } from '#app/domain/access/sign-in.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { User } from '#db/models/access.ts'

/**
 * Sets the first password by a mailed link and signs in; the session of `previousToken` is closed.
 * PreconditionFailed when the link is unknown, expired or used; Invalid when the password is too easy to guess
 * (the link stays good).
 */
export async function activate(
  ctx: Context,
  input: { token: string; password: string },
  visitor: Visitor,
  previousToken: string | null,
): Promise<OpenedSession> {
  const owner = await requireLink(ctx, 'activation', input.token)
  checkPassword(input.password, owner)
  const passwordHash = await hashPassword(input.password)
  return withTransaction(ctx, async (outer) => {
    const tx = asUser(outer, owner)
    await spendLink(tx, 'activation', input.token)
    const activated = await User.query(tx.db)
      .patch({ passwordHash, activatedAt: tx.clock.now() })
      .where({ id: owner.id })
      .whereNull('activatedAt')
      .whereNull('disabledAt')
    if (activated === 0) throw preconditionFailed('linkUsed')
    await recordAudit(tx, {
      action: 'user.activated',
      subjectType: 'user',
      subjectId: owner.id,
      accountId: owner.accountId,
    })
    if (previousToken) await closeSession(tx, previousToken)
    return enter(tx, owner, visitor, 'activation')
  })
}
