import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import type { ClockReading } from '#app/domain/deadlines/clock.ts'
import { refuseTooFar } from '#app/domain/deadlines/deadline-limits.ts'
import { conflict, invalid, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { extensionLeft } from '#app/domain/extensions/extension-left.ts'
import type { ExtendDeadline } from '#app/domain/extensions/schemas.ts'
import { liftExtended } from '#app/domain/restrictions/lift-extended.ts'
import { Requirement } from '#db/models/requirements.ts'

/**
 * Gives the merchant more days, with a reason that the merchant can read. One officer may give 30 days in all;
 * more needs a second one (`askExtension`). With `reinstate` what is withheld for documents and rests on nothing
 * overdue any more is lifted in the same transaction. NotFound without such a requirement; Conflict when it has ended;
 * PreconditionFailed when it has no date or nothing could be lifted; Invalid past the limit.
 */
export async function extendDeadline(
  ctx: Context,
  { requirementId, days, reason, reinstate = false }: ExtendDeadline,
): Promise<ClockReading> {
  requirePermission(ctx.actor, 'requirement:request')
  // Who may waive may reinstate by it.
  if (reinstate) requirePermission(ctx.actor, 'requirement:waive')
  return withTransaction(ctx, async (tx) => {
    const asked = await Requirement.query(tx.db).findById(requirementId)
    if (!asked) throw notFound()
    // Before its requirements, as everywhere (`holdAccount`).
    if (reinstate) await holdAccount(tx, asked.accountId)
    const requirement = await Requirement.query(tx.db)
      .findById(requirementId)
      .forNoKeyUpdate()
      .throwIfNotFound()
    if (requirement.closedAt) throw conflict('requirement.alreadyClosed')
    const left = await extensionLeft(tx, requirementId)
    if (left === null) throw preconditionFailed('requirement.noDeadline')
    if (days > left) throw invalid('requirement.extensionTooLong', { maximum: left })
    const reading = await appendClock(tx, requirementId, { kind: 'extended', days, cause: reason })
    if (reading.deadlineAt) refuseTooFar(tx, parisDay(reading.deadlineAt))
    if (reinstate && (await liftExtended(tx, { accountId: asked.accountId, reason })) === 0) {
      throw preconditionFailed('requirement.nothingToReinstate')
    }
    return reading
  })
}
