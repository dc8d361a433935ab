import { newApiSecret } from '#app/domain/access/api-secret.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { CreateApiKey } from '#app/domain/access/schemas.ts'
import { hashToken } from '#app/domain/access/tokens.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { forbidden } from '#app/domain/errors.ts'
import { type ApiKeyId, newId } from '#app/domain/ids.ts'
import { ApiKey } from '#db/models/access.ts'

/** Makes a key for one of the provider's own systems. Its secret is in this answer and nowhere else. */
export async function createApiKey(
  ctx: Context,
  { name, mode, scopes, expiresInDays }: CreateApiKey,
): Promise<{ id: ApiKeyId; secret: string }> {
  const { actor } = ctx
  requirePermission(actor, 'api-key:manage')
  if (actor.kind !== 'user') throw forbidden()
  const id = newId<ApiKeyId>()
  const livemode = mode === 'live'
  const secret = newApiSecret(livemode)
  await withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const facts = {
      name,
      livemode,
      last4: secret.slice(-4),
      scopes,
      expiresAt: expiresInDays ? new Date(now.getTime() + Number(expiresInDays) * DAY_MS) : null,
    }
    await ApiKey.query(tx.db).insert({
      id,
      ...facts,
      secretHash: hashToken(secret),
      createdBy: actor.userId,
      createdAt: now,
    })
    await recordAudit(tx, {
      action: 'api_key.created',
      subjectType: 'api_key',
      subjectId: id,
      accountId: null,
      after: facts,
    })
  })
  return { id, secret }
}
