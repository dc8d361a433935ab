import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { conflict, invalid, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { appendClock } from '#app/domain/requirements/append-clock.ts'
import type { ClockReading } from '#app/domain/requirements/clock.ts'
import { EXTENSION_MAX_DAYS, type ExtendDeadline } from '#app/domain/requirements/schemas.ts'
import { rows } from '#db/client.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Gives the merchant more days, with a reason that the merchant can read. One officer may give 30 days in all;
 * more needs a second one. NotFound without such a requirement; Conflict when it has ended; PreconditionFailed
 * when it has no date; Invalid past the limit.
 */
export async function extendDeadline(
  ctx: Context,
  { requirementId, days, reason }: ExtendDeadline,
): Promise<ClockReading> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    const requirement = await Requirement.query(tx.db).findById(requirementId).forUpdate()
    if (!requirement) throw notFound()
    if (requirement.closedAt) throw conflict('requirement.alreadyClosed')
    // What people gave, by their ids; jobs have names. Not by the cause, which is any sentence of an officer.
    const [ledger] = await rows<{ dated: boolean; extendedDays: number }>(
      tx.db,
      `select coalesce(bool_or(kind in ('started', 'set')), false) as dated,
          coalesce(sum(days) filter (where kind = 'extended' and actor_id ~ '^[0-9a-f]{8}-'), 0) as extended_days
        from clock_entries where requirement_id = :requirementId`,
      { requirementId },
    )
    if (!ledger?.dated) throw preconditionFailed('requirement.noDeadline')
    const left = EXTENSION_MAX_DAYS - ledger.extendedDays
    if (days > left) throw invalid('requirement.extensionTooLong', { maximum: left })
    return appendClock(tx, requirementId, { kind: 'extended', days, cause: reason })
  })
}
