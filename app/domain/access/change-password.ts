import { countAttempt, forgiveAttempt, PASSWORD_CHANGE_LIMIT } from '#app/domain/access/limits.ts'
import { closeOtherSessions, requireUser } from '#app/domain/access/own-sessions.ts'
import { checkPassword, hashPassword, verifyPassword } from '#app/domain/access/password.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, invalid } from '#app/domain/errors.ts'
import { User } from '#db/models/access.ts'

/**
 * Sets another password for the user that acts and closes their other sessions; the one of `currentToken`
 * stays. Returns how many were closed. Invalid when the current password is wrong or the new one too easy to
 * guess; Conflict when it changed meanwhile; LimitExceeded after too many wrong tries.
 */
export async function changePassword(
  ctx: Context,
  input: { current: string; password: string },
  currentToken: string | null,
): Promise<number> {
  const { userId, accountId } = requireUser(ctx)
  const attempt = { limit: PASSWORD_CHANGE_LIMIT, key: userId }
  await countAttempt(ctx, attempt)
  const user = await User.query(ctx.db).findById(userId).throwIfNotFound()
  if (!(await verifyPassword(user.passwordHash, input.current))) throw invalid('currentPasswordWrong')
  await forgiveAttempt(ctx, { own: [attempt] })
  checkPassword(input.password, user)
  const passwordHash = await hashPassword(input.password)
  return withTransaction(ctx, async (tx) => {
    const changed = await User.query(tx.db)
      .patch({ passwordHash })
      .where({ id: userId, passwordHash: user.passwordHash })
    if (changed === 0) throw conflict()
    const closed = await closeOtherSessions(tx, userId, currentToken)
    await recordAudit(tx, {
      action: 'password.changed',
      subjectType: 'user',
      subjectId: userId,
      accountId,
      after: { sessionsClosed: closed },
    })
    return closed
  })
}
