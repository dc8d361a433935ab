import type { UserActor } from '#app/domain/access/actor.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { hashToken, newToken } from '#app/domain/access/tokens.ts'
import { DAY_MS, MINUTE_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'
import { Session } from '#db/models/access.ts'

/** Members stay signed in for 30 days; staff, who can see documents, for a working day. */
const LIFE_MS: Record<Role, number> = {
  member: 30 * DAY_MS,
  officer: DAY_MS / 2,
  publisher: DAY_MS / 2,
  administrator: DAY_MS / 2,
}

/** `last_seen_at` is written at most this often. */
const SEEN_EVERY_MS = 5 * MINUTE_MS

/** The signed-in user, as every page needs it. */
export interface SignedIn {
  readonly actor: UserActor
  readonly name: string
  readonly email: string
  readonly locale: Locale
  readonly accountName: string | null
}

/** Where a session was opened from, for the user's own list of sessions. */
export interface Visitor {
  readonly address: string
  readonly userAgent: string
}

/** Opens a session and returns the cookie's secret, its life in seconds. The database keeps a hash alone. */
export async function openSession(
  ctx: Context,
  user: { id: string; role: Role },
  visitor: Visitor,
): Promise<{ token: string; maxAgeSeconds: number }> {
  const token = newToken()
  const now = ctx.clock.now()
  await Session.query(ctx.db).insert({
    tokenHash: hashToken(token),
    userId: user.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + LIFE_MS[user.role]),
    userAgent: visitor.userAgent.slice(0, 300),
    address: visitor.address,
  })
  return { token, maxAgeSeconds: LIFE_MS[user.role] / 1000 }
}

/** Who the cookie's secret stands for; null when unknown, expired, revoked, or the user is disabled. */
export async function findSession(ctx: Context, token: string): Promise<SignedIn | null> {
  const tokenHash = hashToken(token)
  const now = ctx.clock.now()
  const [found] = await rows<{
    id: string
    role: Role
    accountId: string | null
    name: string
    email: string
    locale: Locale
    accountName: string | null
    lastSeenAt: Date
  }>(
    ctx.db,
    `select u.id, u.role, u.account_id, u.name, u.email, u.locale, a.name as account_name, s.last_seen_at
       from sessions s join users u on u.id = s.user_id left join accounts a on a.id = u.account_id
      where s.token_hash = :tokenHash and s.expires_at > :now and u.disabled_at is null`,
    { tokenHash, now },
  )
  if (!found) return null
  if (now.getTime() - found.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await Session.query(ctx.db).patch({ lastSeenAt: now }).where({ tokenHash })
  }
  return {
    actor: {
      kind: 'user',
      userId: found.id as UserId,
      role: found.role,
      accountId: found.accountId as AccountId | null,
    },
    name: found.name,
    email: found.email,
    locale: found.locale,
    accountName: found.accountName,
  }
}

/** Ends one session; nothing happens when it is gone already. */
export async function closeSession(ctx: Context, token: string): Promise<void> {
  await Session.query(ctx.db)
    .delete()
    .where({ tokenHash: hashToken(token) })
}

/** Ends every session of a user: sign-out everywhere, a new password, a disabled user. Returns how many. */
export async function closeSessionsOf(ctx: Context, userId: string): Promise<number> {
  return await Session.query(ctx.db).delete().where({ userId })
}
