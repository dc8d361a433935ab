import { parisDay } from '#app/domain/calendar/paris.ts'
import { areEnough } from '#app/domain/notices/enough-notices.ts'
import { ladderStep } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** One overdue requirement as the decision saw it. Instants are ISO texts: this is stored as it is. */
export interface OverdueFacts {
  readonly requirementId: string
  readonly status: string
  readonly deadlineAt: string
  /** The ledger behind the deadline. */
  readonly clock: readonly {
    kind: string
    at: string
    days: number | null
    date: string | null
    cause: string
  }[]
  /** The notices relied on, with the instant at which the mail server took them. */
  readonly notices: readonly { noticeId: string; acceptedAt: string }[]
}

/** Everything that a decision to withhold rests on, beside the ladder of the policy's version. */
export interface DecisionFacts {
  readonly at: string
  readonly policyVersion: number
  readonly department: string
  readonly requirements: readonly OverdueFacts[]
}

/** For each capability to withhold, the requirements that are the reason. */
export type Decision = Partial<Record<Capability, readonly string[]>>

/** What is stored with a restriction: `decisions[0]` imposed it, later ones added a requirement to it. */
export interface Basis {
  readonly decisions: readonly (DecisionFacts & { readonly decision: Decision })[]
}

/** The decision that follows from the facts; pure, so that a stored one can be replayed for ever. */
export function replay(facts: DecisionFacts, policy: Pick<PolicyRules, 'ladder'>): Decision {
  const at = new Date(facts.at)
  const decision: Partial<Record<Capability, string[]>> = {}
  for (const requirement of facts.requirements) {
    if (!mayRestOn(requirement, at)) continue
    const deadlineDay = parisDay(new Date(requirement.deadlineAt))
    const step = ladderStep(policy, deadlineDay, facts.department, at)
    for (const capability of step?.withhold ?? []) {
      decision[capability] = [...(decision[capability] ?? []), requirement.requirementId]
    }
  }
  return decision
}

/** The rules of `restriction_obstacles` in the database, on the facts of one requirement. */
function mayRestOn({ status, deadlineAt, notices }: OverdueFacts, at: Date): boolean {
  if (status !== 'requested' && status !== 'rejected') return false
  if (new Date(deadlineAt) > at) return false
  return areEnough(
    notices.map(({ acceptedAt }) => new Date(acceptedAt)),
    at,
  )
}
