import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { sendNotice } from '#app/domain/notices/send-notice.ts'
import { actorName } from '#app/domain/restrictions/actor-name.ts'
import { notWithheld } from '#app/domain/restrictions/lift-satisfied.ts'
import type { LiftManually } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { Restriction } from '#db/models/restrictions.ts'

/**
 * Ends one restriction by an officer's decision, whatever its cause. Conflict when it was lifted meanwhile. The
 * members are told when the capability works again by it. A restriction for overdue documents that is lifted
 * while they are still overdue returns with the next sweep: extend the deadline, waive, or exempt the account.
 */
export async function liftManually(ctx: Context, input: LiftManually): Promise<void> {
  requirePermission(ctx.actor, 'restriction:manage')
  await withTransaction(ctx, async (tx) => {
    const [lifted] = await rows<Restriction>(
      tx.db,
      `update restrictions set lifted_at = :now, lifted_by = :by, lifting_reason = :reason
        where id = :restrictionId and account_id = :accountId and lifted_at is null returning *`,
      { ...input, now: tx.clock.now(), by: actorName(tx.actor) },
    )
    if (!lifted) {
      const known = await Restriction.query(tx.db).findById(input.restrictionId)
      throw known?.accountId === input.accountId ? conflict('restriction.alreadyLifted') : notFound()
    }
    const { capability, cause, imposedAt } = lifted
    await recordAudit(tx, {
      action: 'restriction.lifted',
      subjectType: 'restriction',
      subjectId: lifted.id,
      accountId: input.accountId,
      before: { capability, cause, imposedAt },
      after: { liftingReason: input.reason },
    })
    const capabilities = await notWithheld(tx, input.accountId, [capability])
    if (capabilities.length === 0) return
    await recordEvents(tx, [{ type: 'account.reinstated', accountId: input.accountId, capabilities }])
    await sendNotice(tx, { accountId: input.accountId, kind: 'reinstated', requirementIds: [], capabilities })
  })
}
