import type { Context } from '#app/domain/context.ts'
import { isReasonCode, type ReasonCode, tellableReasons } from '#app/domain/reviews/reasons.ts'
import { Decision, Submission, SubmissionFile } from '#db/models/requirements.ts'

export interface SentFile {
  id: string
  side: SubmissionFile['side']
  name: string
  mediaType: SubmissionFile['mediaType']
  bytes: number
  state: SubmissionFile['state']
}

/** One answer to a requirement, with its files and what was decided about it. */
export interface SentAnswer {
  id: string
  status: Submission['status']
  version: number
  submittedAt: Date
  files: SentFile[]
  decision: {
    decision: Decision['decision']
    reasonCodes: ReasonCode[]
    note: string
    decidedAt: Date
  } | null
}

/**
 * All answers to a requirement, newest first. The caller has checked that the actor may see it; a member is given
 * only reasons that may be told (no tipping-off).
 */
export async function sentAnswers(ctx: Context, requirementId: string): Promise<SentAnswer[]> {
  const submissions = await Submission.query(ctx.db)
    .where({ requirementId })
    .orderBy([
      { column: 'submittedAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
  const ids = submissions.map(({ id }) => id)
  const files = await SubmissionFile.query(ctx.db).whereIn('submissionId', ids).orderBy('position')
  const decisions = await Decision.query(ctx.db).whereIn('submissionId', ids)
  const isMember = ctx.actor.kind === 'user' && ctx.actor.role === 'member'
  return submissions.map((submission) => {
    const decided = decisions.find(({ submissionId }) => submissionId === submission.id)
    const codes = decided?.reasonCodes.filter(isReasonCode) ?? []
    return {
      id: submission.id,
      status: submission.status,
      version: submission.version,
      submittedAt: submission.submittedAt,
      files: files
        .filter(({ submissionId }) => submissionId === submission.id)
        .map(({ id, side, originalName: name, mediaType, bytes, state }) => ({
          id,
          side,
          name,
          mediaType,
          bytes,
          state,
        })),
      decision: decided
        ? {
            decision: decided.decision,
            reasonCodes: isMember ? tellableReasons(codes) : codes,
            note: decided.note,
            decidedAt: decided.decidedAt,
          }
        : null,
    }
  })
}
