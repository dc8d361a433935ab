import { actorName } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import type { LiftManually } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { type Capability, Restriction } from '#db/models/restrictions.ts'

/**
 * Ends one restriction that somebody decided to end. Conflict when it was lifted meanwhile, NotFound when it is none
 * of this account. The members are told when the capability works again by it.
 */
export async function liftOne(tx: TransactionContext, input: LiftManually): Promise<void> {
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
  await writeNotices(tx, [
    { accountId: input.accountId, kind: 'reinstated', requirementIds: [], capabilities },
  ])
}

/** Those of `capabilities` that nothing withholds any more. */
export async function notWithheld(
  tx: TransactionContext,
  accountId: string,
  capabilities: readonly Capability[],
): Promise<Capability[]> {
  const withheld = await rows<{ capability: Capability }>(
    tx.db,
    `select distinct capability from restrictions where account_id = :accountId and lifted_at is null`,
    { accountId },
  )
  return capabilities.filter((capability) => !withheld.some((open) => open.capability === capability))
}
