import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { countNewlyRestricted } from '#app/domain/sweep/overdue.ts'
import { rows } from '#db/client.ts'

/** What the circuit breaker says of a run. */
export interface BreakerReading {
  /** Accounts from which the run would newly take a capability. */
  readonly accounts: number
  readonly activeAccounts: number
  /** As many the run may restrict by itself. */
  readonly mostAccounts: number
}

/**
 * How many accounts a run may newly restrict without anybody looking: it is held when there are more than
 * `breaker.accounts` and more than `breaker.share` of the active ones (compliance.md, "Circuit breaker").
 */
export const mostOf = ({ accounts, share }: PolicyRules['breaker'], activeAccounts: number): number =>
  // 0.29 of 100 is a little less than 29 in binary; a share of whole accounts is meant.
  Math.max(accounts, Math.floor(share * activeAccounts + 1e-9))

/** What a run is measured by; `activeAccounts` null where the first number was enough. Stored as it is. */
export interface BreakerFacts {
  readonly accounts: number
  readonly activeAccounts: number | null
}

/** A run within the limit, with the limit, or one that must not act. */
export type Weighed = { readonly facts: BreakerFacts } & (
  | { readonly trips: false; readonly mostAccounts: number }
  | { readonly trips: true; readonly reading: BreakerReading }
)

/** Whether the breaker holds a run. */
export function weigh(breaker: PolicyRules['breaker'], facts: BreakerFacts): Weighed {
  const { accounts } = facts
  const activeAccounts = facts.activeAccounts ?? 0
  const mostAccounts = mostOf(breaker, activeAccounts)
  return accounts > mostAccounts
    ? { facts, trips: true, reading: { accounts, activeAccounts, mostAccounts } }
    : { facts, trips: false, mostAccounts }
}

/** Measures a run at the instant of `ladder` against the policy's breaker, by the sweep's own selection. */
export async function weighRun(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  ladder: ReachedLadder,
): Promise<Weighed> {
  const { breaker } = policy.rules
  const accounts = await countNewlyRestricted(ctx, ladder)
  // Counting all accounts is left for when it matters: most runs find next to nothing, every ten minutes.
  const activeAccounts = accounts > breaker.accounts ? await countActiveAccounts(ctx) : null
  return weigh(breaker, { accounts, activeAccounts })
}

/** Accounts in the state `active`: open, and nothing is withheld from them for any cause. */
export async function countActiveAccounts(ctx: Pick<Context, 'db'>): Promise<number> {
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select (select count(*) from accounts where closed_at is null)
       - (select count(distinct r.account_id) from restrictions r join accounts a on a.id = r.account_id
          where r.lifted_at is null and a.closed_at is null) as count`,
  )
  return found?.count ?? 0
}
