import { same } from '#app/domain/replay/same.ts'
import type { Given } from '#app/domain/replay/stored-act.ts'
import { type Basis, type Decision, type DecisionFacts, replay } from '#app/domain/sweep/decision.ts'

/** Why something was withheld by itself, from what was stored when it was; and whether it would be again. */
export interface Explanation {
  at: string
  policyVersion: number
  department: string
  requirements: {
    requirementId: string
    deadlineAt: string
    /** The notices relied on, with the instant at which the mail server took them. */
    noticesAcceptedAt: string[]
    /** Entries of the deadline's ledger. */
    clockEntries: number
  }[]
  decision: Decision
  /** Whether the rules of that version give the same again for the stored inputs. */
  isSame: boolean
}

type Taken = Basis['decisions'][number]

/** The decision of a stored basis that was taken at `at`. Null for none of ours. */
export function decisionAt(basis: unknown, at: Date): Taken | null {
  if (!isBasis(basis)) return null
  return basis.decisions.find((decision) => Date.parse(decision.at) === at.getTime()) ?? null
}

/** A decision with what it rested on, taken anew. */
export function explainDecision({ decision, ...facts }: Taken, policy: Given['policy']): Explanation {
  return {
    at: facts.at,
    policyVersion: facts.policyVersion,
    department: facts.department,
    requirements: facts.requirements.map(({ requirementId, deadlineAt, notices, clock }) => ({
      requirementId,
      deadlineAt,
      noticesAcceptedAt: notices.map(({ acceptedAt }) => acceptedAt),
      clockEntries: clock.length,
    })),
    decision,
    isSame: same(decision, takenAnew(facts, policy)),
  }
}

/** Null where the rules of that version cannot be read any more. */
function takenAnew(facts: DecisionFacts, policy: Given['policy']): Decision | null {
  try {
    return replay(facts, policy(facts.policyVersion).rules)
  } catch {
    return null
  }
}

const isBasis = (value: unknown): value is Basis =>
  typeof value === 'object' && value !== null && 'decisions' in value && Array.isArray(value.decisions)
