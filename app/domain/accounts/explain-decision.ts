import { same } from '#app/domain/replay/same.ts'
import { type Basis, type Decision, replay } from '#app/domain/sweep/decision.ts'

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
  /** What the rules give now for the stored inputs. */
  replayed: Decision
  isSame: boolean
}

/** The decision of a stored basis that was taken at `at`, with the same decision taken anew. Null for none of ours. */
export function explainDecision(basis: unknown, at: Date): Explanation | null {
  if (!isBasis(basis)) return null
  const taken = basis.decisions.find((decision) => Date.parse(decision.at) === at.getTime())
  if (!taken) return null
  const { decision, ...facts } = taken
  const replayed = replay(facts)
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
    replayed,
    isSame: same(decision, replayed),
  }
}

const isBasis = (value: unknown): value is Basis =>
  typeof value === 'object' && value !== null && 'decisions' in value && Array.isArray(value.decisions)
