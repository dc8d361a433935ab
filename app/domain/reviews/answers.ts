import type { Context } from '#app/domain/context.ts'
import type { SubmissionId } from '#app/domain/ids.ts'
import type { ReasonCode } from '#app/domain/reviews/reasons.ts'
import { rows } from '#db/client.ts'
import type { Submission } from '#db/models/requirements.ts'

const HISTORY_LIMIT = 20

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

/** An answer as it is stored; what belongs to a decision means nothing without one. */
interface AnswerRow
  extends Omit<Answer, 'submissionId' | 'decision'>,
    Omit<Verdict, 'decision'>,
    Pick<Submission, 'requirementId' | 'accountId' | 'version'> {
  id: SubmissionId
  deadlineAt: Date | null
  decision: Verdict['decision'] | null
}

/** Submissions with who sent and who decided them, newest first, at most `HISTORY_LIMIT`. `where` is ours alone, never input. */
export function readAnswersOf(
  ctx: Context,
  where: string,
  bindings: Record<string, unknown>,
): Promise<AnswerRow[]> {
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

export function toAnswer(row: AnswerRow): Answer {
  const { decision, reasonCodes, note, decidedBy, decidedAt } = row
  return {
    submissionId: row.id,
    status: row.status,
    submittedAt: row.submittedAt,
    submittedBy: row.submittedBy,
    decision: decision && { decision, reasonCodes, note, decidedBy, decidedAt },
  }
}
