import { accountStates } from '#app/domain/accounts/account-state.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import type { Context } from '#app/domain/context.ts'
import { dueBucket } from '#app/domain/due/due-bucket.ts'
import { requirementKey } from '#app/domain/due/requirement-key.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { capabilitiesOfEach } from '#app/domain/restrictions/capabilities.ts'
import type { PublicCause } from '#app/domain/restrictions/public-causes.ts'
import { lastRefusals } from '#app/domain/reviews/last-refusals.ts'
import type { TellableReason } from '#app/domain/reviews/reasons.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** Where an account stands, in words fit for the outside: no cause of an examination is in it. */
export interface AccountStanding {
  readonly account: Account
  readonly state: AccountState
  /** Why each capability is withheld; empty while it works. */
  readonly withheldFor: Readonly<Record<Capability, readonly PublicCause[]>>
  /** Keys of open requirements (`requirementKey`), the nearest deadline first. */
  readonly due: Readonly<Record<Exclude<DueBucket, 'satisfied'>, readonly string[]>>
  /** The nearest deadline of what is currently due. */
  readonly currentDeadline: Date | null
  /** Why what was sent does not serve, gravest first, for each requirement that waits for another answer. */
  readonly errors: readonly { requirement: string; code: TellableReason }[]
}

/** The standing of each of these accounts, in four statements however many there are and whatever is asked of them. */
export async function standingOf(ctx: Context, accounts: readonly Account[]): Promise<AccountStanding[]> {
  if (accounts.length === 0) return []
  const accountIds = accounts.map(({ id }) => id)
  const states = await accountStates(ctx, accountIds)
  const capabilities = await capabilitiesOfEach(ctx, accounts)
  const open = await Requirement.query(ctx.db)
    .whereIn('accountId', accountIds)
    .whereNull('closedAt')
    .orderByRaw('deadline_at nulls last, requested_at, id')
  const refusals = await lastRefusals(
    ctx,
    open.filter(({ status }) => status === 'rejected').map(({ id }) => id),
  )
  const openOf = Map.groupBy(open, ({ accountId }) => accountId)
  const now = ctx.clock.now()
  return accounts.map((account) => {
    const requirements = openOf.get(account.id) ?? []
    const inBucket = (bucket: DueBucket) =>
      requirements.filter(({ status, deadlineAt }) => dueBucket(status, deadlineAt, now) === bucket)
    const keysIn = (bucket: DueBucket) => inBucket(bucket).map(requirementKey)
    const causesOf = (capability: Capability) => {
      const found = capabilities(account.id)[capability]
      return found.state === 'active' ? [] : found.causes
    }
    return {
      account,
      state: states.get(account.id) as AccountState,
      withheldFor: { payments: causesOf('payments'), payouts: causesOf('payouts') },
      due: {
        past_due: keysIn('past_due'),
        currently_due: keysIn('currently_due'),
        pending_verification: keysIn('pending_verification'),
        eventually_due: keysIn('eventually_due'),
      },
      currentDeadline: inBucket('currently_due')[0]?.deadlineAt ?? null,
      errors: requirements.flatMap((requirement) =>
        (refusals.get(requirement.id)?.codes ?? []).map((code) => ({
          requirement: requirementKey(requirement),
          code,
        })),
      ),
    }
  })
}
