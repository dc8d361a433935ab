import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { DueList } from '#app/domain/due/list-due.ts'
import { type SuspensionFacts, suspensionDay } from '#app/domain/home/suspension-day.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { type AnswerPromise, answerBy } from '#app/domain/reviews/answer-by.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** The one answer per capability: does it work, why not, and who acts next. */
export interface PaidAnswer {
  capability: Capability
  /**
   * `overdueSend`: a document is missing, the merchant acts. `overdueReview`: it lies with us. `underReview`: our
   * own examination, whose cause is never told. `closed`: the account is. `disturbed`, `maintenance`: our service, and
   * with a `requirementId` something is overdue as well. `workingLate`: works, but what is overdue will end that;
   * `workingDue`: works, and something is asked by a day.
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
  /** `workingDue`: the nearest deadline; else the `suspensionDay` of what is overdue the longest. */
  dueBy: Date | null
  /** `overdueReview`: when the last of the answers that it waits for is judged. */
  answerBy: PromisedDay | null
  /** When officers look at the account again: in `underReview`, and where sending documents alone may not be enough. */
  examination: PromisedDay | null
}

/** What the public status says of a capability, for those that a component carries. */
export type ServiceStatus = readonly { readonly capability: Capability; readonly status: ComponentStatus }[]

/** What the answers are made of. */
export interface PaidFacts extends SuspensionFacts {
  readonly due: DueList
  readonly service: ServiceStatus
  readonly promises: readonly AnswerPromise[]
}

/**
 * Incident, maintenance or document: the account's own obstacle leads, because only that one can be mended by the
 * merchant.
 */
export const paidAnswers = (facts: PaidFacts): PaidAnswer[] =>
  CAPABILITIES.map((capability) => ({ capability, ...answerFor(capability, facts) }))

const NONE = { since: null, requirementId: null, dueBy: null, answerBy: null, examination: null }

function answerFor(capability: Capability, facts: PaidFacts): Omit<PaidAnswer, 'capability'> {
  const { due } = facts
  const state = facts.capabilities[capability]
  if (state.state === 'active') {
    const service = facts.service.find((one) => one.capability === capability)?.status ?? 'operational'
    const answer = serviceAnswer(service)
    const late = lateDocument(capability, facts)
    return answer === 'working' ? { ...NONE, ...workingAnswer(late, facts) } : { ...NONE, ...late, answer }
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

/** What is overdue the longest, and until when it may still come before a suspension; null: nothing is overdue. */
function lateDocument(capability: Capability, facts: PaidFacts) {
  const [late] = facts.due.past_due
  return late ? { requirementId: late.id, dueBy: suspensionDay(late.deadlineAt, capability, facts) } : null
}

/** It works: for how long may depend on what is asked. */
function workingAnswer(late: ReturnType<typeof lateDocument>, { due }: PaidFacts) {
  const [next] = due.currently_due
  if (late) return { answer: 'workingLate', ...late } as const
  if (next) return { answer: 'workingDue', requirementId: next.id, dueBy: next.deadlineAt } as const
  return { answer: 'working' } as const
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
