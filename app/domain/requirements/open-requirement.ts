import { userIdOf } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict } from '#app/domain/errors.ts'
import { newId, type RequirementId } from '#app/domain/ids.ts'
import { appendClock, type NewClockEntry } from '#app/domain/requirements/append-clock.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { isDatabaseError } from '#db/client.ts'
import { Requirement, type WhyAgain } from '#db/models/requirements.ts'

export interface OpenRequirement {
  accountId: string
  documentType: string
  subject: string
  message: string
  /** Why an accepted document no longer serves; null where there was none. */
  why: WhyAgain | null
  /** How its clock starts; null = no date yet (`eventually_due`). */
  start: NewClockEntry | null
  /** The policy that asked by itself or gave the days; left out where an officer chose both. */
  policyVersion?: number
}

/**
 * Writes one requirement with its clock and its audit; tells nobody. Conflict when one is open for the same
 * account, type and subject: the database decides, so of two officers at once one wins.
 */
export async function openRequirement(
  tx: TransactionContext,
  order: OpenRequirement,
): Promise<RequirementId> {
  const { start, ...facts } = order
  const id = newId<RequirementId>()
  try {
    await Requirement.query(tx.db).insert({
      id,
      ...facts,
      status: 'requested',
      requestedBy: userIdOf(tx.actor),
      requestedAt: tx.clock.now(),
    })
  } catch (error) {
    if (isDatabaseError(error, '23505')) throw conflict('requirement.alreadyOpen')
    throw error
  }
  await recordAudit(tx, {
    action: 'requirement.requested',
    subjectType: 'requirement',
    subjectId: id,
    accountId: order.accountId,
    after: { ...facts, status: 'requested' },
  })
  const { accountId, documentType, subject } = order
  await recordEvents(tx, [
    { type: 'requirement.requested', accountId, requirementId: id, documentType, subject },
  ])
  if (start) await appendClock(tx, id, start)
  return id
}
