import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { resumeByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { gravestFirst, type ReasonCode } from '#app/domain/reviews/reasons.ts'
import { recordDecision } from '#app/domain/reviews/record-decision.ts'
import { type Taken, takeSubmission } from '#app/domain/reviews/take-submission.ts'
import { tellRejected } from '#app/domain/reviews/tell-members.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { affected } from '#db/client.ts'
import type { Decision } from '#db/models/requirements.ts'

export interface RejectSubmission {
  submissionId: string
  /** The version that the officer looked at. */
  version: number
  /** At least one. */
  reasonCodes: readonly ReasonCode[]
  /** A sentence that the merchant reads as it stands. */
  note?: string
}

/**
 * Refuses a submission: the ball is with the merchant again, whose clock resumes, and the members are told why.
 * Conflict when another officer decided first or the merchant sent again.
 */
export async function rejectSubmission(ctx: Context, input: RejectSubmission): Promise<Decision> {
  requirePermission(ctx.actor, 'submission:decide')
  return withTransaction(ctx, async (tx) => {
    const taken = await takeSubmission(tx, input.submissionId, input.version, 'rejected')
    const decision = await recordDecision(tx, taken, {
      decision: 'rejected',
      reasonCodes: gravestFirst(input.reasonCodes),
      note: input.note?.trim() ?? '',
    })
    await giveBack(tx, taken, input.reasonCodes)
    await appendClock(tx, taken.requirementId, resumeByPolicy(await currentPolicy(tx), 'rejected'))
    await tellRejected(tx, taken, decision)
    return decision
  })
}

async function giveBack(
  tx: TransactionContext,
  taken: Taken,
  reasonCodes: readonly ReasonCode[],
): Promise<void> {
  const moved = await affected(
    tx.db,
    `update requirements set status = 'rejected', version = version + 1
     where id = :requirementId and status in ('submitted', 'in_review')`,
    { ...taken },
  )
  if (moved === 0) throw preconditionFailed('review.requirementClosed')
  await recordAudit(tx, {
    action: 'requirement.rejected',
    subjectType: 'requirement',
    subjectId: taken.requirementId,
    accountId: taken.accountId,
    before: { status: taken.requirementStatus },
    after: { status: 'rejected', documentType: taken.documentType, subject: taken.subject },
  })
  const { accountId, requirementId, documentType, subject } = taken
  await recordEvents(tx, [
    { type: 'requirement.rejected', accountId, requirementId, documentType, subject, reasonCodes },
  ])
}
