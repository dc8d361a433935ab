import type { Temporal } from 'temporal-polyfill'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type HeldAnswers, isDue, nextRenewal, whyOf } from '#app/domain/evidence/next-renewal.ts'
import { type Answers, readAnswers } from '#app/domain/evidence/read-answers.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import type { Question } from '#app/domain/policy/required-set.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** A question to one account. */
export interface AccountQuestion extends Question {
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
  { accountId, documentType, subject }: AccountQuestion,
): Promise<StandingDocument | null> {
  const [answers] = await readAnswers(ctx, [accountId], { documentType, subject })
  return standingAmong(answers ?? null, await currentPolicy(ctx), parisDay(ctx.clock.now()))
}

/** What these accounts have answered to any question, in a fixed number of statements. */
export async function answersOf(
  ctx: Pick<Context, 'db'>,
  accountIds: readonly string[],
): Promise<(asked: AccountQuestion) => Answers | null> {
  const key = ({ accountId, documentType, subject }: AccountQuestion) =>
    JSON.stringify([accountId, documentType, subject])
  const answers = new Map((await readAnswers(ctx, accountIds)).map((one) => [key(one), one]))
  return (asked) => answers.get(key(asked)) ?? null
}

/** The document among these that serves longest on a day. */
export function standingAmong(
  held: HeldAnswers | null,
  { version, rules }: CurrentPolicy,
  today: Temporal.PlainDate,
): StandingDocument | null {
  const [newest] = held?.documents ?? []
  if (!held || !newest) return null
  const renewal = nextRenewal(held, rules.renewal, today)
  if (!renewal) return { id: newest.id, ending: null }
  return { id: renewal.documentId, ending: isDue(renewal, today) ? whyOf(renewal, version) : null }
}
