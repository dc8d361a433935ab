import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { listDue } from '#app/domain/due/list-due.ts'
import type { ListedRequirement } from '#app/domain/due/listed-requirement.ts'
import {
  type PaidAnswer,
  type PaidFacts,
  paidAnswers,
  type ServiceStatus,
} from '#app/domain/home/will-i-be-paid.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { answerBy, answerPromises } from '#app/domain/reviews/answer-by.ts'
import { Account } from '#db/models/access.ts'

/** What a merchant sees first: does it work, what is asked, and who acts by when. */
export interface MerchantHome {
  readonly answers: readonly PaidAnswer[]
  readonly todo: readonly ListedRequirement[]
  readonly withUs: readonly (ListedRequirement & { readonly answerBy: PromisedDay })[]
  readonly later: readonly ListedRequirement[]
  readonly done: readonly ListedRequirement[]
  /** Merchants cannot send now, or could not and have not got their days back yet; where there is something to send. */
  readonly outageRuns: boolean
}

const DONE_SHOWN = 3

/** The home of an account. NotFound for another account's member. */
export async function readMerchantHome(
  ctx: Context,
  accountId: string,
  service: ServiceStatus,
): Promise<MerchantHome> {
  const due = await listDue(ctx, accountId)
  const { department } = await Account.query(ctx.db)
    .findById(accountId)
    .select('department')
    .throwIfNotFound()
  return merchantHome({
    due,
    department,
    ladder: (await currentPolicy(ctx)).rules.ladder,
    capabilities: await capabilitiesOf(ctx, accountId),
    service,
    promises: await answerPromises(ctx),
    outageRuns: await fairClockPauses(ctx),
    now: ctx.clock.now(),
  })
}

/** The same from the facts alone: whatever they are, nothing in it is a dead end (product.md). */
export function merchantHome(facts: PaidFacts): MerchantHome {
  const { due, promises, outageRuns, now } = facts
  const answers = paidAnswers(facts)
  const done = due.satisfied.slice(0, DONE_SHOWN)
  const todo = [...due.past_due, ...due.currently_due]
  return {
    answers,
    todo,
    withUs: due.pending_verification.map((one) => ({
      ...one,
      answerBy: answerBy(one.sentAt ?? now, promises, now),
    })),
    later: due.eventually_due,
    done,
    outageRuns: outageRuns && todo.length + due.eventually_due.length > 0,
  }
}
