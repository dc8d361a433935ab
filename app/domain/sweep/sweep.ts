import type { Allowance } from '#app/domain/breaker/ask-breaker.ts'
import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { ReachedLadder } from '#app/domain/policy/ladder-sql.ts'

/** What every part of one run of the sweep works with. */
export interface Sweep {
  /** Its clock stands still at `at`. */
  readonly ctx: Context
  readonly at: Date
  readonly policy: CurrentPolicy
  readonly ladder: ReachedLadder
  /** What the circuit breaker leaves to this run. */
  readonly allowance: Allowance
  /** Only say what a run would do. */
  readonly dryRun: boolean
  /** Requirements per transaction, and so accounts at most. */
  readonly batchAccounts: number
}
