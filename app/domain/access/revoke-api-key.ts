import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { ApiKey } from '#db/models/access.ts'

/** Ends a key at once and for good. NotFound; Conflict when it is revoked already. */
export async function revokeApiKey(ctx: Context, keyId: string): Promise<void> {
  requirePermission(ctx.actor, 'api-key:manage')
  await withTransaction(ctx, async (tx) => {
    const revoked = await ApiKey.query(tx.db)
      .patch({ revokedAt: tx.clock.now() })
      .where({ id: keyId })
      .whereNull('revokedAt')
    if (revoked === 0) {
      throw (await ApiKey.query(tx.db).findById(keyId)) ? conflict('apiKeyRevoked') : notFound()
    }
    await recordAudit(tx, {
      action: 'api_key.revoked',
      subjectType: 'api_key',
      subjectId: keyId,
      accountId: null,
      before: { revoked: false },
      after: { revoked: true },
    })
  })
}
