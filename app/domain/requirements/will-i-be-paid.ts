import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'
import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { DueList, ListedRequirement } from '#app/domain/requirements/list-due.ts'
import type { Capabilities } from '#app/domain/restrictions/capabilities.ts'
import { type AnswerPromise, answerBy } from '#app/domain/reviews/answer-by.ts'
import { lastDayBefore } from '#app/domain/sweep/ladder.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** The one answer per capability: does it work, why not, and who acts next. */
export interface PaidAnswer {
  capability: Capability
  /**
   * `overdueSend`: a document is missing, the merchant acts. `overdueReview`: it lies with us. `underReview`: our
   * own examination, whose cause is never told. `closed`: the account is. `disturbed`, `maintenance`: our service.
   * `workingLate`: works, but what is overdue will end that; `workingDue`: works, and something is asked by a day.
   */
  answer:
    | 'working'
    | 'workingDue'
    | 'workingLate'
    | 'disturbed'
    | 'maintenance'
    | 'overdueSend'
    | 'overdueReview'
    | 'underReview'
    | 'closed'
  since: Date | null
  /** Where the merchant can do something about it. */
  requirementId: string | null
  /**
   * `workingDue`: the nearest deadline. `workingLate`: what is sent by then comes before any suspension; null once
   * that is over and only what protects the account holds it off, and while an outage holds off everything.
   */
  dueBy: Date | null
  /** `overdueReview`: when the last of the answers that it waits for is judged. */
  answerBy: PromisedDay | null
  /** When officers look at the account again: in `underReview`, and where sending documents alone may not be enough. */
  examination: PromisedDay | null
}

/** What the public status says of a capability, for those that a component carries. */
export type ServiceStatus = readonly { readonly capability: Capability; readonly status: ComponentStatus }[]

/** What the answers are made of. */
export interface PaidFacts {
  readonly capabilities: Capabilities
  readonly due: DueList
  readonly service: ServiceStatus
  readonly promises: readonly AnswerPromise[]
  /** Of the policy in force. */
  readonly ladder: PolicyRules['ladder']
  /** Of the account, for its public holidays. */
  readonly department: string | null
  /** Merchants cannot send now, or could not and have not got their days back yet: nothing is suspended. */
  readonly outageRuns: boolean
  readonly now: Date
}

/**
 * Incident, maintenance or document: the account's own obstacle leads, because only that one can be mended by the
 * merchant.
 */
export const paidAnswers = (facts: PaidFacts): PaidAnswer[] =>
  (['payments', 'payouts'] as const).map((capability) => ({ capability, ...answerFor(capability, facts) }))

const NONE = { since: null, requirementId: null, dueBy: null, answerBy: null, examination: null }

function answerFor(capability: Capability, facts: PaidFacts): Omit<PaidAnswer, 'capability'> {
  const { due } = facts
  const state = facts.capabilities[capability]
  if (state.state === 'active') {
    const service = facts.service.find((one) => one.capability === capability)?.status ?? 'operational'
    const answer = serviceAnswer(service)
    return answer === 'working' ? { ...NONE, ...workingAnswer(capability, facts) } : { ...NONE, answer }
  }
  const { since, examination, requirementIds } = state
  switch (state.causes[0]) {
    case 'requirements.past_due': {
      const withMerchant = [...due.past_due, ...due.currently_due, ...due.eventually_due].map(({ id }) => id)
      const requirementId = requirementIds.find((id) => withMerchant.includes(id)) ?? null
      return { ...NONE, answer: 'overdueSend', since, requirementId, examination }
    }
    case 'requirements.pending_verification':
      return {
        ...NONE,
        answer: 'overdueReview',
        since,
        answerBy: lastAnswer(requirementIds, facts),
        examination,
      }
    case 'other':
      return { ...NONE, answer: 'closed', since }
    default:
      return { ...NONE, answer: 'underReview', since, examination }
  }
}

/** It works: for how long may depend on what is asked. */
function workingAnswer(capability: Capability, facts: PaidFacts) {
  const {
    past_due: [late],
    currently_due: [next],
  } = facts.due
  if (late) {
    const dueBy = suspensionOf(late, capability, facts)
    return { answer: 'workingLate', requirementId: late.id, dueBy } as const
  }
  if (next) return { answer: 'workingDue', requirementId: next.id, dueBy: next.deadlineAt } as const
  return { answer: 'working' } as const
}

/** The end of the last day before the ladder reaches it; null when that is over, or never comes. */
function suspensionOf(
  { deadlineAt }: ListedRequirement,
  capability: Capability,
  { ladder, department, outageRuns, now }: PaidFacts,
): Date | null {
  if (outageRuns) return null
  const day = deadlineAt && lastDayBefore({ ladder }, parisDay(deadlineAt), department, capability)
  const end = day && endOfDay(day)
  return end && end > now ? end : null
}

/** The answers that a restriction waits for are judged one by one: it ends with the one sent last. */
function lastAnswer(ids: readonly string[], { due, promises, now }: PaidFacts): PromisedDay {
  const sent = due.pending_verification
    .filter(({ id }) => ids.includes(id))
    .map(({ sentAt }) => sentAt ?? now)
  const [last = now] = sent.sort((a, b) => b.getTime() - a.getTime())
  return answerBy(last, promises, now)
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
