import { endRelease } from '#app/domain/breaker/held-batch.ts'
import { inBatches } from '#app/domain/sweep/batches.ts'
import type { Decision } from '#app/domain/sweep/decision.ts'
import { imposeRestrictions } from '#app/domain/sweep/impose-restrictions.ts'
import { nextOverdue, type OverduePlace } from '#app/domain/sweep/overdue.ts'
import { newGrounds, type PlannedRestriction, planRestrictions } from '#app/domain/sweep/plan-restrictions.ts'
import type { Sweep } from '#app/domain/sweep/sweep.ts'

/** One account from which something was withheld, or would be: by capability, the requirements new to it. */
export interface Withheld {
  readonly accountId: string
  readonly accountName: string
  readonly grounds: Decision
}

/**
 * Withholds what is overdue, as far as the circuit breaker allows, and yields it batch by batch; in a dry run, what
 * would be withheld, also where the breaker would hold it.
 */
export async function* withholdOverdue(sweep: Sweep): AsyncGenerator<readonly Withheld[]> {
  const { ctx, policy, ladder, allowance, dryRun, batchAccounts } = sweep
  if (allowance.kind === 'held' && !dryRun) return
  const release = allowance.kind === 'released' ? allowance.batchId : null
  let newly = 0
  let isWhole: boolean
  try {
    isWhole = yield* inBatches<OverduePlace, Withheld>({
      ctx,
      dryRun,
      next: (tx, after) => nextOverdue(tx, ladder, after, batchAccounts),
      async work(tx, accountIds) {
        if (dryRun) return (await planRestrictions(tx, policy, ladder, accountIds, release)).map(withheldBy)
        const imposed = await imposeRestrictions(tx, policy, ladder, accountIds, release)
        newly += imposed.filter(({ capabilities }) => capabilities.length > 0).length
        if (allowance.kind === 'within' && newly > allowance.mostAccounts) throw new MoreThanCounted()
        return imposed.map(withheldBy)
      },
    })
  } catch (error) {
    if (error instanceof MoreThanCounted) return
    throw error
  }
  // Cut short by an outage, the release stays for the run after it.
  if (allowance.kind === 'released' && isWhole && !dryRun) await endRelease(ctx, allowance.batchId)
}

/**
 * More has become due while the run went on than the breaker counted before it, such as when an outage ends. The
 * batch is rolled back and the run ends: the next one is counted afresh.
 */
class MoreThanCounted extends Error {}

const withheldBy = (
  plan: Pick<PlannedRestriction, 'accountId' | 'accountName' | 'decision' | 'standing'>,
) => ({
  accountId: plan.accountId,
  accountName: plan.accountName,
  grounds: newGrounds(plan),
})
