import type { Context } from '#app/domain/context.ts'
import type { Decision, RequirementFacts } from '#app/domain/restrictions/decision.ts'
import { countOverdueAccounts, pageOverdueAccounts, reachedLadder } from '#app/domain/restrictions/overdue.ts'
import { newGrounds, planRestrictions } from '#app/domain/restrictions/plan-restrictions.ts'
import type { CurrentPolicy } from '#app/domain/restrictions/policy.ts'

/** An account from which a run would take a capability. */
export interface NewlyRestricted {
  readonly accountId: string
  readonly accountName: string
  /** By capability: what would be withheld, and the requirements that are the reason. */
  readonly grounds: Decision
  /** Those requirements with deadline, ledger and the notices that the decision would rely on, nearest deadline first. */
  readonly requirements: readonly RequirementFacts[]
}

/**
 * How many accounts a run at `at` would newly take payments or payouts from, by the rules and statements of the
 * sweep itself. A requirement that only joins a restriction which stands already does not count.
 */
export const countNewlyRestricted = (
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  at: Date,
): Promise<number> => countOverdueAccounts(ctx, reachedLadder(policy, at))

/** The same accounts, a page at a time in the order of their ids; `after` is the last id of the page before. */
export async function listNewlyRestricted(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  at: Date,
  page: { after: string | null; limit: number },
): Promise<NewlyRestricted[]> {
  const ladder = reachedLadder(policy, at)
  const plans = await planRestrictions(ctx, policy, ladder, await pageOverdueAccounts(ctx, ladder, page))
  return plans.map((plan) => {
    const standing = new Set(plan.standing.map(({ capability }) => capability))
    const grounds = Object.fromEntries(
      Object.entries(newGrounds(plan)).filter(([capability]) => !standing.has(capability as never)),
    ) as Decision
    const reasons = new Set(Object.values(grounds).flat())
    const requirements = plan.facts.requirements.filter(({ requirementId }) => reasons.has(requirementId))
    return { accountId: plan.accountId, accountName: plan.accountName, grounds, requirements }
  })
}
