import type { Context } from '#app/domain/context.ts'
import { type ListedRequirement, listDue } from '#app/domain/requirements/list-due.ts'
import {
  type PaidAnswer,
  type PaidFacts,
  paidAnswers,
  type ServiceStatus,
} from '#app/domain/requirements/will-i-be-paid.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { type AnswerBy, answerBy } from '#app/domain/reviews/answer-by.ts'
import { reviewTime } from '#app/domain/reviews/review-time.ts'

/** What a merchant sees first: does it work, what is asked, and who acts by when. */
export interface MerchantHome {
  readonly answers: readonly PaidAnswer[]
  readonly todo: readonly ListedRequirement[]
  readonly withUs: readonly (ListedRequirement & { readonly answerBy: AnswerBy })[]
  readonly later: readonly ListedRequirement[]
  readonly done: readonly ListedRequirement[]
}

const DONE_SHOWN = 3

/** The home of an account. NotFound for another account's member. */
export async function readMerchantHome(
  ctx: Context,
  accountId: string,
  service: ServiceStatus,
): Promise<MerchantHome> {
  return merchantHome({
    due: await listDue(ctx, accountId),
    capabilities: await capabilitiesOf(ctx, accountId),
    service,
    reviewTime: await reviewTime(ctx),
    now: ctx.clock.now(),
  })
}

/** The same from the facts alone: whatever they are, nothing in it is a dead end (product.md). */
export function merchantHome(facts: PaidFacts): MerchantHome {
  const { due, reviewTime, now } = facts
  return {
    answers: paidAnswers(facts),
    todo: [...due.past_due, ...due.currently_due],
    withUs: due.pending_verification.map((one) => ({
      ...one,
      answerBy: answerBy(one.sentAt ?? now, reviewTime, now),
    })),
    later: due.eventually_due,
    done: due.satisfied.slice(0, DONE_SHOWN),
  }
}
