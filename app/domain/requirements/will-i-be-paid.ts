import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import type { DueList } from '#app/domain/requirements/list-due.ts'
import { type Capabilities, capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { type AnswerBy, answerBy } from '#app/domain/reviews/answer-by.ts'
import { type ReviewTime, reviewTime } from '#app/domain/reviews/review-time.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** The one answer per capability: does it work, why not, and who acts next. */
export interface PaidAnswer {
  capability: Capability
  /**
   * `overdueSend`: a document is missing, the merchant acts. `overdueReview`: it lies with us. `underReview`: our
   * own examination, whose cause is never told. `disturbed`, `maintenance`: our service. `workingLate`: works, but
   * what is overdue will end that.
   */
  answer:
    | 'working'
    | 'workingLate'
    | 'disturbed'
    | 'maintenance'
    | 'overdueSend'
    | 'overdueReview'
    | 'underReview'
  since: Date | null
  alsoUnderReview: boolean
  /** Where the merchant can do something about it. */
  requirementId: string | null
  /** `overdueReview`: when the last of the answers that it waits for is judged. */
  answerBy: AnswerBy | null
}

/** What the public status says of a capability, for those that a component carries. */
export type ServiceStatus = readonly { readonly capability: Capability; readonly status: ComponentStatus }[]

/** What the answers are made of. */
export interface PaidFacts {
  readonly capabilities: Capabilities
  readonly due: DueList
  readonly service: ServiceStatus
  readonly reviewTime: ReviewTime
  readonly now: Date
}

/** `paidAnswers` for an account as it is. Errors as `capabilitiesOf`. */
export async function willIBePaid(
  ctx: Context,
  accountId: string,
  { due, service }: { due: DueList; service: ServiceStatus },
): Promise<PaidAnswer[]> {
  const capabilities = await capabilitiesOf(ctx, accountId)
  const now = ctx.clock.now()
  return paidAnswers({ capabilities, due, service, reviewTime: await reviewTime(ctx), now })
}

/**
 * Incident, maintenance or document: the account's own obstacle leads, because only that one can be mended by the
 * merchant.
 */
export const paidAnswers = (facts: PaidFacts): PaidAnswer[] =>
  (['payments', 'payouts'] as const).map((capability) => ({ capability, ...answerFor(capability, facts) }))

function answerFor(capability: Capability, facts: PaidFacts): Omit<PaidAnswer, 'capability'> {
  const { due } = facts
  const state = facts.capabilities[capability]
  const none = { since: null, alsoUnderReview: false, requirementId: null, answerBy: null }
  if (state.state === 'active') {
    const service = facts.service.find((one) => one.capability === capability)?.status ?? 'operational'
    const answer = serviceAnswer(service)
    const late = due.past_due[0]
    return answer === 'working' && late
      ? { ...none, answer: 'workingLate', requirementId: late.id }
      : { ...none, answer }
  }
  if (state.reason === 'under_review') return { ...none, answer: 'underReview', since: state.since }
  const withMerchant = [...due.past_due, ...due.currently_due, ...due.eventually_due].map(({ id }) => id)
  const requirementId = state.requirementIds.find((id) => withMerchant.includes(id)) ?? null
  return {
    answer: requirementId ? 'overdueSend' : 'overdueReview',
    since: state.since,
    alsoUnderReview: state.alsoUnderReview,
    requirementId,
    answerBy: requirementId ? null : lastAnswer(state.requirementIds, facts),
  }
}

/** The answers that a restriction waits for are judged one by one: it ends with the one sent last. */
function lastAnswer(ids: readonly string[], { due, reviewTime, now }: PaidFacts): AnswerBy {
  const sent = due.pending_verification
    .filter(({ id }) => ids.includes(id))
    .map(({ sentAt }) => sentAt ?? now)
  const [last = now] = sent.sort((a, b) => b.getTime() - a.getTime())
  return answerBy(last, reviewTime, now)
}

function serviceAnswer(status: ComponentStatus): 'working' | 'disturbed' | 'maintenance' {
  switch (status) {
    case 'operational':
    case 'degraded_performance':
      return 'working'
    case 'under_maintenance':
      return 'maintenance'
    case 'partial_outage':
    case 'major_outage':
      return 'disturbed'
  }
}
