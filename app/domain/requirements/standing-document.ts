import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { isDue, nextRenewal, whyOf } from '#app/domain/renewals/plan-renewal.ts'
import { readAnswers } from '#app/domain/renewals/read-answers.ts'
import { currentPolicy } from '#app/domain/restrictions/policy.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** What is asked for: a type, and whose where the type is about a person. */
export interface Asked {
  accountId: string
  documentType: string
  subject: string
}

/** The accepted document that answers a question. */
export interface StandingDocument {
  id: string
  /** Why it serves no longer, or will soon not: then it may be asked again without a word (policy `renewal`). */
  ending: WhyAgain | null
}

/** The last accepted document for this question (never ask twice), or null when none was ever accepted. */
export async function standingDocument(
  ctx: Pick<Context, 'db' | 'clock'>,
  { accountId, ...question }: Asked,
): Promise<StandingDocument | null> {
  const [answers] = await readAnswers(ctx, [accountId], question)
  const [newest] = answers?.documents ?? []
  if (!answers || !newest) return null
  const { version, rules } = await currentPolicy(ctx)
  const today = parisDay(ctx.clock.now())
  const renewal = nextRenewal(answers, rules.renewal, today)
  if (!renewal) return { id: newest.id, ending: null }
  return { id: renewal.documentId, ending: isDue(renewal, today) ? whyOf(renewal, version) : null }
}
