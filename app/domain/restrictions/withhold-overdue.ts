import { inBatches } from '#app/domain/restrictions/batches.ts'
import type { Decision } from '#app/domain/restrictions/decision.ts'
import { imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
import { nextOverdue, type OverduePlace } from '#app/domain/restrictions/overdue.ts'
import { newGrounds, planRestrictions } from '#app/domain/restrictions/plan-restrictions.ts'
import type { Sweep } from '#app/domain/restrictions/sweep.ts'

/** One account from which something was withheld, or would be: by capability, the requirements new to it. */
export interface Withheld {
  readonly accountId: string
  readonly accountName: string
  readonly grounds: Decision
}

/** Withholds what is overdue and yields it batch by batch; in a dry run, what would be withheld. */
export function withholdOverdue(sweep: Sweep): AsyncGenerator<readonly Withheld[]> {
  const { ctx, policy, ladder, dryRun, batchAccounts } = sweep
  return inBatches<OverduePlace, Withheld>({
    ctx,
    dryRun,
    next: (tx, after) => nextOverdue(tx, ladder, after, batchAccounts),
    async work(tx, accountIds) {
      const decide = dryRun ? planRestrictions : imposeRestrictions
      const decided = await decide(tx, policy, ladder, accountIds)
      return decided.map((plan) => ({
        accountId: plan.accountId,
        accountName: plan.accountName,
        grounds: newGrounds(plan),
      }))
    },
  })
}
