import { randomUUID } from 'node:crypto'
import type { UserActor } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import type { Account } from '#db/models/access.ts'
import {
  ClockEntry,
  Requirement,
  type RequirementStatus,
  Submission,
  SubmissionFile,
} from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { write } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'

export interface Waiting {
  account: Account
  member: UserActor
  requirement: Requirement
  submission: Submission
}

export interface WaitingOptions {
  account?: Account
  member?: UserActor
  documentType?: string
  subject?: string
  status?: RequirementStatus
  requestedAt?: Date
  submittedAt?: Date
  /** Where the deadline stood when the clock stopped. */
  deadlineAt?: Date | null
}

/** A submission that waits for a decision: requested on 20 February with 30 days, sent on 9 March, unless told. */
export async function addWaiting(ctx: Context, options: WaitingOptions = {}): Promise<Waiting> {
  const account = options.account ?? (await addAccount(ctx))
  const member = options.member ?? (await addUser(ctx, 'member', { accountId: account.id }))
  const requestedAt = options.requestedAt ?? new Date('2026-02-20T09:00:00Z')
  const submittedAt = options.submittedAt ?? new Date('2026-03-09T09:00:00Z')
  const { deadlineAt = new Date('2026-03-23T22:59:59.999Z') } = options
  return write(ctx, async (tx) => {
    const requirement = await Requirement.query(tx.db).insertAndFetch({
      id: randomUUID(),
      accountId: account.id,
      documentType: options.documentType ?? 'company_registration',
      subject: options.subject ?? '',
      status: 'in_review',
      requestedAt,
      deadlineAt,
    })
    if (deadlineAt) {
      await ClockEntry.query(tx.db).insert([
        { requirementId: requirement.id, kind: 'started', at: requestedAt, days: 30, cause: 'requested' },
        { requirementId: requirement.id, kind: 'paused', at: submittedAt, cause: 'submitted' },
      ])
    }
    await Requirement.query(tx.db).patch({ deadlineAt: null }).where({ id: requirement.id })
    const submission = await Submission.query(tx.db).insertAndFetch({
      id: randomUUID(),
      requirementId: requirement.id,
      accountId: account.id,
      status: 'in_review',
      submittedBy: member.userId,
      submittedAt,
      submitKey: randomUUID(),
    })
    await SubmissionFile.query(tx.db).insert({
      id: randomUUID(),
      submissionId: submission.id,
      position: 0,
      side: 'whole',
      originalName: 'kbis.pdf',
      mediaType: 'application/pdf',
      bytes: 1234,
      sha256: 'a'.repeat(64),
      storageKey: `documents/${randomUUID()}`,
      state: 'kept',
      createdAt: submittedAt,
    })
    return { account, member, requirement, submission }
  })
}
