import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { ourDayAfter } from '#app/domain/calendar/promised-day.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { conflict, invalid, notFound } from '#app/domain/errors.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
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
    const kept = await move(tx, { accountId, reason, examineBy, from: seen, until: seen })
    if (kept === 0) throw conflict('examination.changed')
  })
}

/**
 * Promises a new day for what stands against an account that is reopened, where the one that was promised is over:
 * nobody was late while it was closed. The caller holds the account.
 */
export async function examineAnew(tx: TransactionContext, accountId: string, reason: string): Promise<void> {
  const now = tx.clock.now()
  const { rules } = await currentPolicy(tx)
  const examineBy = ourDayAfter(now, rules.promises.examineBusinessDays).toString()
  await move(tx, { accountId, reason, examineBy, from: '-infinity', until: parisDay(now).toString() })
}

/** Sets the day of what was to be examined from one day to another, both included; returns how many that were. */
async function move(
  tx: TransactionContext,
  order: { accountId: string; examineBy: string; reason: string; from: string; until: string },
): Promise<number> {
  const { accountId, examineBy, reason } = order
  const moved = await rows<{ id: string; capability: Capability; cause: RestrictionCause; seen: string }>(
    tx.db,
    `update restrictions r set examine_by = cast(:examineBy as date)
       from (select id, examine_by as seen from restrictions where account_id = :accountId and lifted_at is null
           and examine_by between cast(:from as date) and cast(:until as date)) before
      where r.id = before.id returning r.id, r.capability, r.cause, before.seen`,
    order,
  )
  if (moved.length === 0) return 0
  await recordAudit(
    tx,
    ...moved.map(({ id, capability, cause, seen }) => ({
      action: 'restriction.examination_set',
      subjectType: 'restriction',
      subjectId: id,
      accountId,
      before: { capability, cause, examineBy: seen },
      after: { examineBy, reason },
    })),
  )
  return moved.length
}
