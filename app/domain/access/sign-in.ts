import type { UserActor } from '#app/domain/access/actor.ts'
import { countAttempt, forgiveAttempt, SIGN_IN_LIMITS } from '#app/domain/access/limits.ts'
import { verifyPassword } from '#app/domain/access/password.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { closeSession, openSession, type Visitor } from '#app/domain/access/sessions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'
import { User } from '#db/models/access.ts'

export interface OpenedSession {
  readonly token: string
  readonly maxAgeSeconds: number
  readonly role: Role
}

/**
 * Opens a new session for whoever knows the password; the one of `previousToken` is closed, so a session that
 * somebody planted never becomes a signed-in one. Invalid, with one and the same text and time, when the user
 * is unknown, disabled, not activated or the password is wrong; LimitExceeded after too many tries.
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string },
  visitor: Visitor,
  previousToken: string | null,
): Promise<OpenedSession> {
  const email = { limit: SIGN_IN_LIMITS.email, key: input.email }
  const pair = { limit: SIGN_IN_LIMITS.pair, key: `${visitor.address} ${input.email}` }
  const address = { limit: SIGN_IN_LIMITS.address, key: visitor.address }
  await countAttempt(ctx, pair, address)
  // Only then: whoever is refused at one address must not use up what its owner has left at another.
  await countAttempt(ctx, email)

  const user = await User.query(ctx.db).findOne({ email: input.email })
  const mayEnter = user?.activatedAt != null && user.disabledAt === null
  const matches = await verifyPassword(user?.passwordHash ?? null, input.password)
  if (!user || !mayEnter || !matches) {
    ctx.log.info({ address: visitor.address }, 'sign-in refused')
    throw invalid('signInRefused')
  }
  await forgiveAttempt(ctx, { own: [pair, email], shared: [address] })
  return withTransaction(ctx, async (tx) => {
    // Disabled or given a new password since it was read: the session would outlive what was to end it.
    const still = await User.query(tx.db)
      .findOne({ id: user.id, passwordHash: user.passwordHash })
      .whereNull('disabledAt')
      .forShare()
    if (!still) throw invalid('signInRefused')
    if (previousToken) await closeSession(tx, previousToken)
    return enter(tx, user, visitor, 'password')
  })
}

/** Opens a session in the transaction that proved who the user is, and audits it. */
export async function enter(
  tx: TransactionContext,
  user: Pick<User, 'id' | 'role' | 'accountId'>,
  visitor: Visitor,
  by: 'password' | 'activation',
): Promise<OpenedSession> {
  const session = await openSession(tx, user, visitor)
  await recordAudit(asUser(tx, user), {
    action: 'session.opened',
    subjectType: 'user',
    subjectId: user.id,
    accountId: user.accountId,
    after: { by },
  })
  return { ...session, role: user.role }
}

/** The same transaction, acting as the user who has just proved to be the one. */
export function asUser(
  tx: TransactionContext,
  user: Pick<User, 'id' | 'role' | 'accountId'>,
): TransactionContext {
  const actor: UserActor = {
    kind: 'user',
    userId: user.id as UserId,
    role: user.role,
    accountId: user.accountId as AccountId | null,
  }
  return { ...tx, actor }
}
