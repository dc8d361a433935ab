import { holdAccount } from '#app/domain/accounts/hold-account.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { isUuid, type RequirementId, type SubmissionId } from '#app/domain/ids.ts'
import { affected, rows } from '#db/client.ts'
import { type RequirementStatus, Submission } from '#db/models/requirements.ts'

/** What a decision is about. */
export interface Taken {
  submissionId: SubmissionId
  requirementId: RequirementId
  requirementStatus: RequirementStatus
  accountId: string
  documentType: string
  subject: string
  submittedAt: Date
}

/**
 * Moves a submission from `in_review` to its verdict, when it still is what the officer looked at. Conflict for
 * whoever comes second, naming who decided what, or that the merchant sent another. The requirement is locked
 * before the submission, as everywhere, so that a merchant who sends again cannot lock the two against us; the account
 * before both, so that no sweep looks at it meanwhile.
 */
export async function takeSubmission(
  tx: TransactionContext,
  submissionId: string,
  version: number,
  verdict: 'approved' | 'rejected',
): Promise<Taken> {
  if (!isUuid(submissionId)) throw notFound()
  const submission = await Submission.query(tx.db).findById(submissionId)
  if (!submission) throw notFound()
  await holdAccount(tx, submission.accountId)
  const [taken] = await rows<Taken>(
    tx.db,
    `select s.id as submission_id, r.id as requirement_id, r.status as requirement_status, r.account_id,
       r.document_type, r.subject, s.submitted_at
     from submissions s join requirements r on r.id = s.requirement_id
     where s.id = :submissionId for no key update of r`,
    { submissionId },
  )
  if (!taken) throw notFound()
  const moved = await affected(
    tx.db,
    `update submissions set status = :verdict, version = version + 1
     where id = :submissionId and status = 'in_review' and version = :version`,
    { submissionId, version, verdict },
  )
  if (moved === 0) throw await whyNot(tx, submissionId)
  return taken
}

async function whyNot(tx: TransactionContext, submissionId: string) {
  const [now] = await rows<{
    status: Submission['status']
    ended: null | 'review.requirementClosed' | 'review.accountClosed'
    decision: 'approved' | 'rejected' | null
    name: string
  }>(
    tx.db,
    `select s.status, case when r.closed_with_account then 'review.accountClosed'
         when r.closed_at is not null then 'review.requirementClosed' end as ended, d.decision, u.name
     from submissions s join requirements r on r.id = s.requirement_id
       left join decisions d on d.submission_id = s.id left join users u on u.id = d.decided_by
     where s.id = :submissionId`,
    { submissionId },
  )
  if (!now) return notFound()
  if (now.decision) return conflict(`review.alreadyDecided.${now.decision}`, { name: now.name })
  switch (now.status) {
    case 'superseded':
      return conflict(now.ended ?? 'review.superseded')
    case 'submitted':
      return preconditionFailed('review.notReady')
    case 'in_review':
    case 'approved':
    case 'rejected':
      return conflict('review.changed')
  }
}
