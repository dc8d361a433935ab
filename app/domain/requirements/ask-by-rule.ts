import { parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { type HeldAnswers, heldOf } from '#app/domain/evidence/next-renewal.ts'
import { standingAmong } from '#app/domain/evidence/standing-document.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { Needs } from '#app/domain/policy/required-set.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** What decides whether a question is put to an account; stored with the request as it is. */
export interface AskFacts {
  /** The day in Europe/Paris, `YYYY-MM-DD`. */
  readonly today: string
  /** Null where an officer named the types: then it does not count what the legal form needs. */
  readonly account: Needs | null
  /** Everything accepted in answer to it; null for nothing. */
  readonly held: HeldAnswers | null
  /** An officer's reason against what is on file; empty for none. */
  readonly words: string
}

export function askFacts(
  ctx: Pick<Context, 'clock'>,
  held: HeldAnswers | null,
  { account, words = '' }: { account: Needs | null; words?: string },
): AskFacts {
  return {
    today: parisDay(ctx.clock.now()).toString(),
    account: account && needsOnly(account),
    held: held && heldOf(held),
    words,
  }
}

/** Of an account, what is kept beside a request. */
export const needsOnly = ({ legalForm, regulated, declared: { representative, owners } }: Needs): Needs => ({
  legalForm,
  regulated,
  declared: { representative, owners },
})

/**
 * Never ask twice (product.md): what was accepted is asked again with an officer's reason against it, or when it ends.
 * Undefined where it serves, so that nothing is asked; null where nothing was accepted yet.
 */
export function whyAsked(
  { today, held, words }: AskFacts,
  policy: CurrentPolicy,
): WhyAgain | null | undefined {
  const last = standingAmong(held, policy, plainDay(today))
  if (!last) return null
  if (words) return { kind: 'officer', documentId: last.id, words }
  return last.ending ?? undefined
}
