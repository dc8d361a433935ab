import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { isDue, nextRenewal } from '#app/domain/evidence/next-renewal.ts'
import { readAnswers } from '#app/domain/evidence/read-answers.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { AcceptedDocument } from '#db/models/requirements.ts'

/** A document that was accepted as evidence, and what becomes of it. Days of Paris, `YYYY-MM-DD`. */
export interface AcceptedEvidence {
  id: string
  documentType: string
  subject: string
  submissionId: string
  acceptedAt: Date
  expiresOn: string | null
  isExpired: boolean
  /** `replaced`: a later one, or one that serves longer, counts. `open`: the next one is asked. */
  next:
    | { state: 'planned'; kind: 'expiry' | 'review'; askOn: string }
    | { state: 'replaced' | 'open' | 'lasting' }
}

const SHOWN = 50

/** The latest accepted documents of an account, newest first, each with its next renewal by today's policy. */
export async function listEvidence(
  ctx: Pick<Context, 'db' | 'clock'>,
  accountId: string,
): Promise<AcceptedEvidence[]> {
  const documents = await AcceptedDocument.query(ctx.db)
    .where({ accountId })
    .orderBy([{ column: 'acceptedAt', order: 'desc' }, 'id'])
    .limit(SHOWN)
  const answers = await readAnswers(ctx, [accountId])
  const { rules } = await currentPolicy(ctx)
  const today = parisDay(ctx.clock.now())

  const next = (document: AcceptedDocument): AcceptedEvidence['next'] => {
    if (document.outlivedBy) return { state: 'replaced' }
    const question = answers.find(({ documents }) => documents.some(({ id }) => id === document.id))
    if (question?.open) return { state: 'open' }
    const renewal = question && nextRenewal(question, rules.renewal, today)
    if (!renewal) return { state: 'lasting' }
    if (renewal.documentId !== document.id) return { state: 'replaced' }
    const { kind, askOn } = renewal
    return { state: 'planned', kind, askOn: (isDue(renewal, today) ? today : askOn).toString() }
  }
  return documents.map((document) => {
    const { id, documentType, subject, submissionId, acceptedAt, expiresOn } = document
    const isExpired = expiresOn !== null && expiresOn < today.toString()
    return { id, documentType, subject, submissionId, acceptedAt, expiresOn, isExpired, next: next(document) }
  })
}
