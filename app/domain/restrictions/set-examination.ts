import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { dayAfter } from '#app/domain/calendar/paris.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, invalid, notFound } from '#app/domain/errors.ts'
import { EXAMINE_MAX_DAYS, type SetExamination } from '#app/domain/restrictions/schemas.ts'
import { rows } from '#db/client.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/**
 * Keeps what officers and keys withhold from an account, and says by when it is looked at next: one day for all of it,
 * whatever the causes, since the merchant reads that day. Invalid unless it lies ahead, by 366 days at most; NotFound
 * without such an account; Conflict when the day was changed, or the last of it lifted, meanwhile.
 */
export async function setExamination(ctx: Context, input: SetExamination): Promise<void> {
  requirePermission(ctx.actor, 'restriction:manage')
  const { accountId, seen, examineBy, reason } = input
  const now = ctx.clock.now()
  if (examineBy < dayAfter(now, 1) || examineBy > dayAfter(now, EXAMINE_MAX_DAYS)) {
    throw invalid('examination.day', { maximum: EXAMINE_MAX_DAYS })
  }
  await withTransaction(ctx, async (tx) => {
    if (!(await holdAccount(tx, accountId))) throw notFound()
    const kept = await rows<{ id: string; capability: Capability; cause: RestrictionCause }>(
      tx.db,
      `update restrictions set examine_by = cast(:examineBy as date)
        where account_id = :accountId and lifted_at is null and examine_by = cast(:seen as date)
        returning id, capability, cause`,
      { accountId, seen, examineBy },
    )
    if (kept.length === 0) throw conflict('examination.changed')
    await recordAudit(
      tx,
      ...kept.map(({ id, capability, cause }) => ({
        action: 'restriction.examination_set',
        subjectType: 'restriction',
        subjectId: id,
        accountId,
        before: { capability, cause, examineBy: seen },
        after: { examineBy, reason },
      })),
    )
  })
}
