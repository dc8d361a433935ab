import { requirePermission } from '#app/domain/access/permissions.ts'
import { accountState } from '#app/domain/accounts/account-state.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { type LedgerLine, ledgerLine } from '#app/domain/deadlines/ledger-line.ts'
import { notFound } from '#app/domain/errors.ts'
import { isUuid, type SubmissionId } from '#app/domain/ids.ts'
import { type Answer, readAnswersOf, toAnswer } from '#app/domain/reviews/answers.ts'
import { neighboursInQueue } from '#app/domain/reviews/list-queue.ts'
import { type Bilingual, textsOf } from '#app/i18n/bilingual.ts'
import { Account } from '#db/models/access.ts'
import {
  ClockEntry,
  DocumentType,
  type MediaType,
  type PreviewFault,
  Requirement,
  SubmissionFile,
  SubmissionFilePage,
  type Validity,
} from '#db/models/requirements.ts'

export interface ReviewFile {
  id: string
  side: 'front' | 'back' | 'whole'
  name: string
  mediaType: MediaType
  bytes: number
  sha256: string
  /** Its page images in order, from 1; none when there is a fault, and of files that nobody was to look at. */
  pages: { page: number; width: number; height: number }[]
  previewFault: PreviewFault | null
}

const ACCOUNT_FIELDS = [
  ...(['id', 'name', 'siren', 'legalForm', 'email', 'department'] as const),
  ...(['risk', 'regulated', 'declared'] as const),
] as const

/** Everything an officer needs to judge one submission. */
export interface ReviewData {
  submission: Answer & { version: number; files: ReviewFile[]; deadlineAt: Date | null }
  requirement: Pick<Requirement, 'id' | 'status' | 'subject' | 'message' | 'why' | 'requestedAt'>
  documentType: {
    code: string
    name: Bilingual
    description: Bilingual
    validity: Validity
    sides: 1 | 2
  }
  account: Pick<Account, (typeof ACCOUNT_FIELDS)[number]> & { state: AccountState }
  /** Everything that moved its deadline, oldest first. */
  ledger: LedgerLine[]
  /** Earlier answers for the same document, newest first; a limited number. */
  history: Answer[]
  neighbours: { previous: SubmissionId | null; next: SubmissionId | null }
}

/** The review page of one submission, decided or not. NotFound for an unknown one. */
export async function readForReview(ctx: Context, submissionId: string): Promise<ReviewData> {
  requirePermission(ctx.actor, 'review:queue')
  if (!isUuid(submissionId)) throw notFound()
  const [submission] = await readAnswersOf(ctx, 's.id = :submissionId', { submissionId })
  if (!submission) throw notFound()
  const requirement = await Requirement.query(ctx.db).findById(submission.requirementId).throwIfNotFound()
  const [account, type, files, state, entries, history, neighbours] = await Promise.all([
    Account.query(ctx.db)
      .findById(submission.accountId)
      .select(...ACCOUNT_FIELDS)
      .throwIfNotFound(),
    DocumentType.query(ctx.db).findById(requirement.documentType).throwIfNotFound(),
    keptFiles(ctx, submissionId),
    accountState(ctx, submission.accountId),
    ClockEntry.query(ctx.db).where({ requirementId: requirement.id }).orderBy('id'),
    readAnswersOf(
      ctx,
      `s.account_id = :accountId and s.id <> :submissionId and s.requirement_id in
         (select id from requirements where account_id = :accountId and document_type = :documentType
            and subject = :subject)`,
      { submissionId, ...requirement },
    ),
    neighboursInQueue(ctx, submissionId),
  ])
  const { id, status, subject, message, why, requestedAt } = requirement
  return {
    submission: {
      ...toAnswer(submission),
      version: submission.version,
      deadlineAt: submission.deadlineAt,
      files,
    },
    requirement: { id, status, subject, message, why, requestedAt },
    documentType: {
      code: type.code,
      name: textsOf(type, 'name'),
      description: textsOf(type, 'description'),
      validity: type.validity,
      sides: type.sides,
    },
    account: { ...account, state },
    ledger: entries.map(ledgerLine),
    history: history.map(toAnswer),
    neighbours,
  }
}

async function keptFiles(ctx: Context, submissionId: string): Promise<ReviewFile[]> {
  const files = await SubmissionFile.query(ctx.db).where({ submissionId, state: 'kept' }).orderBy('position')
  const ids = files.map(({ id }) => id)
  const pages = await SubmissionFilePage.query(ctx.db).whereIn('fileId', ids).orderBy('page')
  return files.map(({ id, side, originalName: name, mediaType, bytes, sha256, previewFault }) => ({
    id,
    side,
    name,
    mediaType,
    bytes,
    sha256,
    pages: pages
      .filter(({ fileId }) => fileId === id)
      .map(({ page, width, height }) => ({ page, width, height })),
    previewFault,
  }))
}
