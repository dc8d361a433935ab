import type { ApiKeyActor } from '#app/domain/access/actor.ts'
import { isApiSecret } from '#app/domain/access/api-secret.ts'
import { hashToken } from '#app/domain/access/tokens.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import type { ApiKeyId } from '#app/domain/ids.ts'
import { ApiKey } from '#db/models/access.ts'

/** `last_used_at` is written at most this often. */
const USED_EVERY_MS = MINUTE_MS

/** Why a secret opens nothing. Only whoever holds the secret learns more than `unknown`. */
export type DeadKey = 'unknown' | 'revoked' | 'expired'

/**
 * Whom a secret stands for. It is looked up by its hash, so the time that takes tells nothing about any key:
 * who cannot guess the secret cannot guess the hash.
 */
export async function findApiKey(ctx: Context, secret: string): Promise<ApiKeyActor | DeadKey> {
  if (!isApiSecret(secret)) return 'unknown'
  const key = await ApiKey.query(ctx.db).findOne({ secretHash: hashToken(secret) })
  if (!key) return 'unknown'
  const now = ctx.clock.now()
  if (key.revokedAt) return 'revoked'
  if (key.expiresAt && key.expiresAt <= now) return 'expired'
  if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() >= USED_EVERY_MS) {
    await ApiKey.query(ctx.db).patch({ lastUsedAt: now }).where({ id: key.id })
  }
  const { id, livemode, scopes } = key
  return { kind: 'api_key', keyId: id as ApiKeyId, livemode, scopes: scopes as ApiKeyActor['scopes'] }
}
