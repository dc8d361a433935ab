import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { forbidden } from '#app/domain/errors.ts'
import { newId } from '#app/domain/ids.ts'
import type { ReasonCode } from '#app/domain/reviews/reasons.ts'
import type { Taken } from '#app/domain/reviews/take-submission.ts'
import { Decision } from '#db/models/requirements.ts'

/** Keeps the verdict on a submission, for ever, with its audit entry. Only a person can decide. */
export async function recordDecision(
  tx: TransactionContext,
  taken: Taken,
  verdict: { decision: 'approved' | 'rejected'; reasonCodes: ReasonCode[]; note: string },
): Promise<Decision> {
  if (tx.actor.kind !== 'user') throw forbidden()
  const decision = await Decision.query(tx.db).insertAndFetch({
    id: newId(),
    submissionId: taken.submissionId,
    ...verdict,
    decidedBy: tx.actor.userId,
    decidedAt: tx.clock.now(),
  })
  await recordAudit(tx, {
    action: `submission.${verdict.decision}`,
    subjectType: 'submission',
    subjectId: taken.submissionId,
    accountId: taken.accountId,
    before: { status: 'in_review' },
    after: {
      status: verdict.decision,
      requirementId: taken.requirementId,
      documentType: taken.documentType,
      subject: taken.subject,
      reasonCodes: verdict.reasonCodes,
      note: verdict.note,
    },
  })
  return decision
}
