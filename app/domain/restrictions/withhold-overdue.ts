import type { Decision } from '#app/domain/restrictions/decision.ts'
import { withAccounts } from '#app/domain/restrictions/hold-accounts.ts'
import { imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
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
 * Withholds what is overdue, a batch of accounts in one transaction each, and yields what each batch did. Ends where
 * the fair clock stands still. In a dry run it yields what would be withheld and writes nothing.
 */
export async function* withholdOverdue(sweep: Sweep): AsyncGenerator<readonly Withheld[]> {
  let next = await nextOverdue(sweep.ctx, sweep.ladder, null, sweep.batchAccounts)
  while (next) {
    const done = await withholdFrom(sweep, next.accountIds)
    if (!done) return
    yield done
    next = await nextOverdue(sweep.ctx, sweep.ladder, next.last, sweep.batchAccounts)
  }
}

/** Decides on these accounts alone, in one transaction; null where the fair clock stands still. */
export async function withholdFrom(
  { ctx, policy, ladder, dryRun }: Sweep,
  accountIds: readonly string[],
): Promise<Withheld[] | null> {
  const plans = dryRun
    ? await planRestrictions(ctx, policy, ladder, accountIds)
    : await withAccounts(ctx, accountIds, (tx, held) => imposeRestrictions(tx, policy, ladder, held))
  if (!plans) return null
  return plans.map((plan) => ({
    accountId: plan.accountId,
    accountName: plan.accountName,
    grounds: newGrounds(plan),
  }))
}
