import { requireLink, spendLink } from '#app/domain/access/links.ts'
import { checkPassword, hashPassword } from '#app/domain/access/password.ts'
import { closeSessionsOf } from '#app/domain/access/sessions.ts'
import { asUser } from '#app/domain/access/sign-in.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { User } from '#db/models/access.ts'

/**
 * Sets a new password by a mailed link and closes every session of the user, who then signs in with it.
 * PreconditionFailed when the link is unknown, expired or used; Invalid when the password is too easy to guess.
 */
export async function resetPassword(ctx: Context, input: { token: string; password: string }): Promise<void> {
  const owner = await requireLink(ctx, 'password_reset', input.token)
  checkPassword(input.password, owner)
  const passwordHash = await hashPassword(input.password)
  await withTransaction(ctx, async (outer) => {
    const tx = asUser(outer, owner)
    await spendLink(tx, 'password_reset', input.token)
    const changed = await User.query(tx.db)
      .patch({ passwordHash })
      .where({ id: owner.id })
      .whereNotNull('activatedAt')
      .whereNull('disabledAt')
    if (changed === 0) throw preconditionFailed('linkExpired')
    const closed = await closeSessionsOf(tx, owner.id)
    await recordAudit(tx, {
      action: 'password.reset',
      subjectType: 'user',
      subjectId: owner.id,
      accountId: owner.accountId,
      after: { sessionsClosed: closed },
    })
  })
}
