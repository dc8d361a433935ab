import type { Temporal } from 'temporal-polyfill'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { isDue, nextRenewal, whyOf } from '#app/domain/renewals/plan-renewal.ts'
import { type Answers, readAnswers } from '#app/domain/renewals/read-answers.ts'
import type { Question } from '#app/domain/requirements/required-set.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** A question to one account. */
export interface Asked extends Question {
  accountId: string
}

/** The accepted document that answers a question. */
export interface StandingDocument {
  id: string
  /** Why it serves no longer, or will soon not: then it may be asked again without a word (policy `renewal`). */
  ending: WhyAgain | null
}

/** The document for this question that serves longest (never ask twice), or null when none was ever accepted. */
export async function standingDocument(
  ctx: Pick<Context, 'db' | 'clock'>,
  { accountId, documentType, subject }: Asked,
): Promise<StandingDocument | null> {
  const [answers] = await readAnswers(ctx, [accountId], { documentType, subject })
  return standingAmong(answers, await currentPolicy(ctx), parisDay(ctx.clock.now()))
}

/** `standingDocument` for every question to these accounts, in a fixed number of statements. */
export async function standingDocuments(
  ctx: Pick<Context, 'db' | 'clock'>,
  policy: CurrentPolicy,
  accountIds: readonly string[],
): Promise<(asked: Asked) => StandingDocument | null> {
  const key = ({ accountId, documentType, subject }: Asked) =>
    JSON.stringify([accountId, documentType, subject])
  const answers = new Map((await readAnswers(ctx, accountIds)).map((one) => [key(one), one]))
  const today = parisDay(ctx.clock.now())
  return (asked) => standingAmong(answers.get(key(asked)), policy, today)
}

function standingAmong(
  answers: Answers | undefined,
  { version, rules }: CurrentPolicy,
  today: Temporal.PlainDate,
): StandingDocument | null {
  const [newest] = answers?.documents ?? []
  if (!answers || !newest) return null
  const renewal = nextRenewal(answers, rules.renewal, today)
  if (!renewal) return { id: newest.id, ending: null }
  return { id: renewal.documentId, ending: isDue(renewal, today) ? whyOf(renewal, version) : null }
}
