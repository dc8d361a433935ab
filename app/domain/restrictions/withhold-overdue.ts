import type { TransactionContext } from '#app/domain/context.ts'
import type { Decision } from '#app/domain/restrictions/decision.ts'
import { withAccounts } from '#app/domain/restrictions/hold-accounts.ts'
import { endRelease } from '#app/domain/restrictions/hold-batch.ts'
import { type Imposed, imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
import { nextOverdue } from '#app/domain/restrictions/overdue.ts'
import { newGrounds, planRestrictions } from '#app/domain/restrictions/plan-restrictions.ts'
import type { Sweep } from '#app/domain/restrictions/sweep.ts'

/** One account from which something was withheld, or would be: by capability, the requirements new to it. */
export interface Withheld {
  readonly accountId: string
  readonly accountName: string
  readonly grounds: Decision
}

/**
 * Withholds what is overdue, as far as the circuit breaker allows: a batch of accounts in one transaction each. It
 * yields what each batch did, and ends where the fair clock stands still. In a dry run it yields what would be
 * withheld, also where the breaker would hold it, and writes nothing.
 */
export async function* withholdOverdue(sweep: Sweep): AsyncGenerator<readonly Withheld[]> {
  const { ctx, ladder, allowance, dryRun, batchAccounts } = sweep
  if (allowance.kind === 'held' && !dryRun) return
  let newly = 0
  let next = await nextOverdue(ctx, ladder, null, batchAccounts)
  while (next) {
    const done = await withholdFrom(sweep, next.accountIds, (imposed) => {
      newly += imposed.filter(({ capabilities }) => capabilities.length > 0).length
      if (allowance.kind === 'within' && newly > allowance.mostAccounts) throw new MoreThanCounted()
    })
    if (!done) return
    yield done
    next = await nextOverdue(ctx, ladder, next.last, batchAccounts)
  }
  if (allowance.kind === 'released' && !dryRun) await endRelease(ctx, allowance.batchId)
}

/**
 * More has become due while the run went on than the breaker counted before it, such as when an outage ends. The
 * batch is rolled back and the run ends: the next one is counted afresh.
 */
class MoreThanCounted extends Error {}

/** Decides on these accounts alone, in one transaction; null where the run ends. */
async function withholdFrom(
  { ctx, policy, ladder, allowance, dryRun }: Sweep,
  accountIds: readonly string[],
  check: (imposed: readonly Imposed[]) => void,
): Promise<Withheld[] | null> {
  const release = allowance.kind === 'released' ? allowance.batchId : null
  const impose = async (tx: TransactionContext, held: readonly string[]) => {
    const imposed = await imposeRestrictions(tx, policy, ladder, held, release)
    check(imposed)
    return imposed
  }
  const plans = dryRun
    ? await planRestrictions(ctx, policy, ladder, accountIds, release)
    : await withAccounts(ctx, accountIds, impose).catch(noneBeyond)
  if (!plans) return null
  return plans.map((plan) => ({
    accountId: plan.accountId,
    accountName: plan.accountName,
    grounds: newGrounds(plan),
  }))
}

function noneBeyond(error: unknown): null {
  if (error instanceof MoreThanCounted) return null
  throw error
}
