import type { UserActor } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { type DomainError, notFound, preconditionFailed } from '#app/domain/errors.ts'
import { newId, type SubmissionFileId, type SubmissionId } from '#app/domain/ids.ts'
import type { ReceivedFile } from '#app/domain/submissions/receive-file.ts'
import { affected, rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Requirement, Submission, SubmissionFile } from '#db/models/requirements.ts'
import { queueTask } from '#db/queue.ts'

export interface Accepted {
  submissionId: SubmissionId
  /** This very form was sent before: the answer is the first one's, and nothing new was recorded. */
  repeated: boolean
}

interface Order {
  requirementId: string
  submitKey: string
  files: readonly ReceivedFile[]
  member: UserActor
}

/** Records received files as the answer to a requirement, in one transaction. Errors: see `submitDocuments`. */
export function recordSubmission(ctx: Context, order: Order): Promise<Accepted> {
  const { requirementId, submitKey, files, member } = order
  return withTransaction(ctx, async (tx) => {
    // The lock puts two posts at once in a row, so the second one sees what the first one did.
    const requirement = await Requirement.query(tx.db).findById(requirementId).forNoKeyUpdate()
    if (!requirement) throw notFound()
    const first = await Submission.query(tx.db).findOne({ requirementId, submitKey })
    if (first) return { submissionId: first.id as SubmissionId, repeated: true }

    const answered = await affected(
      tx.db,
      `update requirements set status = 'submitted', version = version + 1
        where id = :requirementId and closed_at is null`,
      { requirementId },
    )
    if (answered === 0) throw await whyNot(tx, requirement.accountId)
    const superseded = await supersedePending(tx, requirementId)

    const submissionId = newId<SubmissionId>()
    const now = tx.clock.now()
    await Submission.query(tx.db).insert({
      id: submissionId,
      requirementId,
      accountId: requirement.accountId,
      status: 'submitted',
      submittedBy: member.userId,
      submittedAt: now,
      submitKey,
    })
    await SubmissionFile.query(tx.db).insert(
      files.map(({ name, ...file }, position) => ({
        id: newId<SubmissionFileId>(),
        submissionId,
        position,
        ...file,
        originalName: name,
        state: 'quarantined' as const,
        createdAt: now,
      })),
    )
    // An answer that replaces one under review finds the clock already stopped.
    if (requirement.status === 'requested' || requirement.status === 'rejected') {
      await appendClock(tx, requirementId, { kind: 'paused', cause: 'submitted' })
    }
    await recordAudit(tx, {
      action: 'submission.sent',
      subjectType: 'submission',
      subjectId: submissionId,
      accountId: requirement.accountId,
      before: { requirementStatus: requirement.status, superseded },
      after: {
        requirementId,
        requirementStatus: 'submitted',
        files: files.map(({ side, mediaType, bytes, sha256 }) => ({ side, mediaType, bytes, sha256 })),
      },
    })
    await queueTask(tx.db, 'take_in', { submissionId }, { key: `take_in:${submissionId}` })
    return { submissionId, repeated: false }
  })
}

async function whyNot(tx: TransactionContext, accountId: string): Promise<DomainError> {
  const { closedAt } = await Account.query(tx.db).findById(accountId).select('closedAt').throwIfNotFound()
  if (!closedAt) return preconditionFailed('upload.notOpen')
  return preconditionFailed('upload.accountClosed', { email: tx.settings.provider.supportEmail })
}

/** The answer that nobody has judged yet stays on file, replaced. Its id, or null. */
async function supersedePending(tx: TransactionContext, requirementId: string): Promise<string | null> {
  const [pending] = await rows<{ id: string }>(
    tx.db,
    `update submissions set status = 'superseded', version = version + 1
      where requirement_id = :requirementId and status in ('submitted', 'in_review') returning id`,
    { requirementId },
  )
  return pending?.id ?? null
}
