import { requirePermission } from '#app/domain/access/permissions.ts'
import { accountState } from '#app/domain/accounts/account-state.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { isUuid, type SubmissionId } from '#app/domain/ids.ts'
import { type LedgerLine, ledgerLine } from '#app/domain/requirements/read-requirement.ts'
import { neighboursInQueue } from '#app/domain/reviews/list-queue.ts'
import type { ReasonCode } from '#app/domain/reviews/reasons.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { rows } from '#db/client.ts'
import { Account, type Declared, type LegalForm } from '#db/models/access.ts'
import {
  ClockEntry,
  DocumentType,
  type MediaType,
  type PreviewFault,
  Requirement,
  type RequirementStatus,
  type Submission,
  SubmissionFile,
  SubmissionFilePage,
  type Validity,
  type WhyAgain,
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

/** One answer of the account, and what came of it. */
export interface Answer {
  submissionId: SubmissionId
  status: Submission['status']
  submittedAt: Date
  submittedBy: string
  decision: Verdict | null
}

export interface Verdict {
  decision: 'approved' | 'rejected'
  reasonCodes: ReasonCode[]
  note: string
  decidedBy: string
  decidedAt: Date
}

/** Everything an officer needs to judge one submission. */
export interface ReviewData {
  submission: Answer & { version: number; files: ReviewFile[]; deadlineAt: Date | null }
  requirement: {
    id: string
    status: RequirementStatus
    subject: string
    message: string
    why: WhyAgain | null
    requestedAt: Date
  }
  documentType: {
    code: string
    name: { fr: string; en: string }
    description: { fr: string; en: string }
    validity: Validity
    sides: 1 | 2
  }
  account: {
    id: string
    name: string
    siren: string
    legalForm: LegalForm
    email: string
    department: string
    risk: 'standard' | 'high'
    regulated: boolean
    declared: Declared
    state: AccountState
  }
  /** Everything that moved its deadline, oldest first. */
  ledger: LedgerLine[]
  /** Earlier answers for the same document, newest first; at most `HISTORY_LIMIT`. */
  history: Answer[]
  neighbours: { previous: SubmissionId | null; next: SubmissionId | null }
}

const HISTORY_LIMIT = 20

/** The review page of one submission, decided or not. NotFound for an unknown one. */
export async function readForReview(ctx: Context, submissionId: string): Promise<ReviewData> {
  requirePermission(ctx.actor, 'review:queue')
  if (!isUuid(submissionId)) throw notFound()
  const [submission] = await answers(ctx, 's.id = :submissionId', { submissionId })
  if (!submission) throw notFound()
  const requirement = await Requirement.query(ctx.db).findById(submission.requirementId).throwIfNotFound()
  const [account, type, files, state, entries, history, neighbours] = await Promise.all([
    Account.query(ctx.db).findById(submission.accountId).throwIfNotFound(),
    DocumentType.query(ctx.db).findById(requirement.documentType).throwIfNotFound(),
    keptFiles(ctx, submissionId),
    accountState(ctx, submission.accountId),
    ClockEntry.query(ctx.db).where({ requirementId: requirement.id }).orderBy('id'),
    answers(
      ctx,
      `s.account_id = :accountId and s.id <> :submissionId and s.requirement_id in
         (select id from requirements where account_id = :accountId and document_type = :documentType
            and subject = :subject)`,
      { submissionId, ...requirement },
    ),
    neighboursInQueue(ctx, submissionId),
  ])
  return {
    submission: {
      ...toAnswer(submission),
      version: submission.version,
      deadlineAt: submission.deadlineAt,
      files,
    },
    requirement: {
      id: requirement.id,
      status: requirement.status,
      subject: requirement.subject,
      message: requirement.message,
      why: requirement.why,
      requestedAt: requirement.requestedAt,
    },
    documentType: {
      code: type.code,
      name: textsOf(type, 'name'),
      description: textsOf(type, 'description'),
      validity: type.validity,
      sides: type.sides,
    },
    account: {
      id: account.id,
      name: account.name,
      siren: account.siren,
      legalForm: account.legalForm,
      email: account.email,
      department: account.department,
      risk: account.risk,
      regulated: account.regulated,
      declared: account.declared,
      state,
    },
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

interface AnswerRow {
  id: SubmissionId
  requirementId: string
  accountId: string
  status: Submission['status']
  version: number
  submittedAt: Date
  submittedBy: string
  deadlineAt: Date | null
  decision: 'approved' | 'rejected' | null
  reasonCodes: ReasonCode[]
  note: string
  decidedBy: string
  decidedAt: Date
}

/** Submissions with who sent and who decided them, newest first. `where` is ours alone, never input. */
function answers(ctx: Context, where: string, bindings: Record<string, unknown>): Promise<AnswerRow[]> {
  return rows<AnswerRow>(
    ctx.db,
    `select s.id, s.requirement_id, s.account_id, s.status, s.version, s.submitted_at, s.deadline_at,
       sender.name as submitted_by, d.decision, d.reason_codes, d.note, d.decided_at, judge.name as decided_by
     from submissions s join users sender on sender.id = s.submitted_by
       left join decisions d on d.submission_id = s.id left join users judge on judge.id = d.decided_by
     where ${where}
     order by s.submitted_at desc, s.id limit :historyLimit`,
    { ...bindings, historyLimit: HISTORY_LIMIT },
  )
}

function toAnswer(row: AnswerRow): Answer {
  const { decision, reasonCodes, note, decidedBy, decidedAt } = row
  return {
    submissionId: row.id,
    status: row.status,
    submittedAt: row.submittedAt,
    submittedBy: row.submittedBy,
    decision: decision && { decision, reasonCodes, note, decidedBy, decidedAt },
  }
}
