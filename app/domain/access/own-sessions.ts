import type { UserActor } from '#app/domain/access/actor.ts'
import { hashToken } from '#app/domain/access/tokens.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { forbidden, notFound } from '#app/domain/errors.ts'
import { Session } from '#db/models/access.ts'

/** One open session, for its owner. */
export interface OwnSession {
  /** Hash of the cookie in hex: names the session and opens nothing. */
  readonly id: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly userAgent: string
  readonly address: string
  /** The session of this very request. */
  readonly current: boolean
}

/** The user that acts; Forbidden for jobs and for nobody. */
export function requireUser(ctx: Context): UserActor {
  if (ctx.actor.kind !== 'user') throw forbidden()
  return ctx.actor
}

/** The sessions of the user that acts, the latest used first. */
export async function listOwnSessions(ctx: Context, currentToken: string | null): Promise<OwnSession[]> {
  const { userId } = requireUser(ctx)
  const current = currentToken === null ? null : hashToken(currentToken)
  const sessions = await Session.query(ctx.db)
    .where({ userId })
    .where('expiresAt', '>', ctx.clock.now())
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
  return sessions.map(({ tokenHash, createdAt, lastSeenAt, userAgent, address }) => ({
    id: tokenHash.toString('hex'),
    createdAt,
    lastSeenAt,
    userAgent,
    address,
    current: current?.equals(tokenHash) ?? false,
  }))
}

/** Ends one session of the user that acts. NotFound for anybody else's, and for one that is gone. */
export async function revokeSession(ctx: Context, sessionId: string): Promise<void> {
  const { userId } = requireUser(ctx)
  await withTransaction(ctx, async (tx) => {
    const closed = await Session.query(tx.db)
      .delete()
      .where({ userId, tokenHash: Buffer.from(sessionId, 'hex') })
    if (closed === 0) throw notFound()
    await recordClosing(tx, userId, closed)
  })
}

/** Ends every session of the user that acts, this one too. Returns how many there were. */
export async function signOutEverywhere(ctx: Context): Promise<number> {
  const { userId } = requireUser(ctx)
  return withTransaction(ctx, async (tx) => {
    const closed = await Session.query(tx.db).delete().where({ userId })
    await recordClosing(tx, userId, closed)
    return closed
  })
}

/** Ends every session of `userId` but the one of `token`. Returns how many. */
export async function closeOtherSessions(
  tx: TransactionContext,
  userId: string,
  token: string | null,
): Promise<number> {
  const others = Session.query(tx.db).delete().where({ userId })
  return await (token === null ? others : others.whereNot({ tokenHash: hashToken(token) }))
}

async function recordClosing(tx: TransactionContext, userId: string, closed: number): Promise<void> {
  await recordAudit(tx, {
    action: 'session.closed',
    subjectType: 'user',
    subjectId: userId,
    accountId: requireUser(tx).accountId,
    after: { closed },
  })
}
