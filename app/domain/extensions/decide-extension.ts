import { actorName } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import type { ClockReading } from '#app/domain/deadlines/clock.ts'
import { refuseTooFar } from '#app/domain/deadlines/deadline-limits.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import type { DecideExtension } from '#app/domain/extensions/schemas.ts'
import { rows } from '#db/client.ts'
import { Requirement } from '#db/models/requirements.ts'
import { LongExtension } from '#db/models/tasks.ts'

type Outcome = 'confirmed' | 'refused' | 'withdrawn'

/**
 * A second officer gives the days that a first one asked for; the merchant reads the first one's reason. NotFound;
 * Conflict when it was decided meanwhile or the requirement has ended; PreconditionFailed for the officer who asked.
 */
export async function confirmExtension(ctx: Context, extensionId: string): Promise<ClockReading> {
  requirePermission(ctx.actor, 'requirement:request')
  return withTransaction(ctx, async (tx) => {
    const asked = await LongExtension.query(tx.db).findById(extensionId)
    if (!asked) throw notFound()
    // Before the audit, as everywhere: who extends, sends or decides meanwhile waits here, and never across.
    const requirement = await Requirement.query(tx.db)
      .findById(asked.requirementId)
      .forNoKeyUpdate()
      .throwIfNotFound()
    const { requirementId, days, reason } = await decide(tx, { extensionId, note: '' }, 'confirmed')
    if (requirement.closedAt) throw conflict('requirement.alreadyClosed')
    const reading = await appendClock(tx, requirementId, { kind: 'extended', days, cause: reason })
    if (reading.deadlineAt) refuseTooFar(tx, parisDay(reading.deadlineAt))
    return reading
  })
}

/** A second officer refuses, and says why. Errors as `confirmExtension`. */
export async function refuseExtension(ctx: Context, input: DecideExtension): Promise<void> {
  requirePermission(ctx.actor, 'requirement:request')
  await withTransaction(ctx, (tx) => decide(tx, input, 'refused'))
}

/** The officer who asked takes it back. Conflict when it was decided meanwhile; PreconditionFailed for another one. */
export async function withdrawExtension(ctx: Context, extensionId: string): Promise<void> {
  requirePermission(ctx.actor, 'requirement:request')
  await withTransaction(ctx, (tx) => decide(tx, { extensionId, note: '' }, 'withdrawn'))
}

/** The asker withdraws, anybody but the asker decides: one conditional update, so that of two at once one wins. */
async function decide(
  tx: TransactionContext,
  { extensionId, note }: DecideExtension,
  outcome: Outcome,
): Promise<LongExtension> {
  const by = actorName(tx.actor)
  const [decided] = await rows<LongExtension>(
    tx.db,
    `update long_extensions set status = :outcome, decided_by = :by, decided_at = :now, note = :note
      where id = :extensionId and status = 'asked' and (asked_by = :by) = :isAskers returning *`,
    { extensionId, note, outcome, by, now: tx.clock.now(), isAskers: outcome === 'withdrawn' },
  )
  if (!decided) {
    const known = await LongExtension.query(tx.db).findById(extensionId)
    if (!known) throw notFound()
    if (known.status !== 'asked') throw conflict('extension.alreadyDecided')
    throw preconditionFailed(outcome === 'withdrawn' ? 'extension.notYours' : 'extension.secondOfficer')
  }
  const { requirementId, accountId, days, reason, askedBy } = decided
  await recordAudit(tx, {
    action: `requirement.extension_${outcome}`,
    subjectType: 'requirement',
    subjectId: requirementId,
    accountId,
    before: { extensionId, days, reason, askedBy },
    after: { status: outcome, ...(note && { note }) },
  })
  return decided
}
