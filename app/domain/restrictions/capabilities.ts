import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { plainDay } from '#app/domain/calendar/paris.ts'
import { type PromisedDay, promisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { inOrder, type PublicCause, publicCause } from '#app/domain/restrictions/public-causes.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/** Whether a capability works, in words fit for the outside: what officers examine has one name. */
export type CapabilityState =
  | { readonly state: 'active' }
  | {
      readonly state: 'inactive'
      /** At least one, the most actionable first. */
      readonly causes: readonly PublicCause[]
      /** Withheld since, without a break and for whatever causes: a day by itself tells of none. */
      readonly since: Date
      /** Open requirements that it rests on, nearest deadline first; empty where it rests on none. */
      readonly requirementIds: readonly string[]
      /** By when officers look at it again, where they or a key of the API withhold it, whatever the cause. */
      readonly examination: PromisedDay | null
    }

export type Capabilities = Readonly<Record<Capability, CapabilityState>>

/** Whether payments and payouts of an account work. NotFound without it, and for another account's member. */
export async function capabilitiesOf(ctx: Context, accountId: string): Promise<Capabilities> {
  requirePermission(ctx.actor, 'account:read')
  requireAccount(ctx.actor, accountId)
  const account = await Account.query(ctx.db).findById(accountId).select('id', 'closedAt')
  if (!account) throw notFound()
  return (await capabilitiesOfEach(ctx, [account]))(accountId)
}

/** The same for many accounts in one statement, by the account's id. The caller has checked who asks. */
export async function capabilitiesOfEach(
  ctx: Pick<Context, 'db' | 'clock'>,
  accounts: readonly Pick<Account, 'id' | 'closedAt'>[],
): Promise<(accountId: string) => Capabilities> {
  const open = await rows<OpenRestriction & { accountId: string }>(ctx.db, OPEN, {
    accountIds: accounts.map(({ id }) => id),
  })
  const openOf = Map.groupBy(open, ({ accountId }) => accountId)
  const closedAt = new Map(accounts.map((account) => [account.id, account.closedAt]))
  const now = ctx.clock.now()
  return (accountId) => capabilityStates(openOf.get(accountId) ?? [], closedAt.get(accountId) ?? null, now)
}

const OPEN = `
  select r.account_id, r.capability, r.cause, r.api_key_id is not null as by_key, r.examine_by,
    (select lower(span) from (select range_agg(tstzrange(b.imposed_at, b.lifted_at)) as spans from restrictions b
        where b.account_id = r.account_id and b.capability = r.capability) before
      cross join lateral unnest(before.spans) span where upper_inf(span)) as since,
    array(select q.id from restriction_requirements rr join requirements q on q.id = rr.requirement_id
      where rr.restriction_id = r.id and q.closed_at is null
      order by q.deadline_at nulls last, q.id) as requirement_ids,
    exists (select from restriction_requirements rr join requirements q on q.id = rr.requirement_id
      where rr.restriction_id = r.id and q.status in ('requested', 'rejected')) as waits_for_merchant
  from restrictions r where r.account_id = any(cast(:accountIds as uuid[])) and r.lifted_at is null
  order by r.imposed_at`

export interface OpenRestriction {
  readonly capability: Capability
  readonly cause: RestrictionCause
  readonly byKey: boolean
  /** Since when this capability has been withheld without a break. */
  readonly since: Date
  /** `YYYY-MM-DD` in Paris; null for overdue documents. */
  readonly examineBy: string | null
  readonly requirementIds: readonly string[]
  /** One of the requirements that it rests on waits for the merchant, not for us. */
  readonly waitsForMerchant: boolean
}

/** What open restrictions, the earliest first, mean for each capability. A closed account has none that works. */
export const capabilityStates = (
  open: readonly OpenRestriction[],
  closedAt: Date | null,
  now: Date,
): Capabilities => ({
  payments: stateOf(open, 'payments', closedAt, now),
  payouts: stateOf(open, 'payouts', closedAt, now),
})

function stateOf(
  all: readonly OpenRestriction[],
  capability: Capability,
  closedAt: Date | null,
  now: Date,
): CapabilityState {
  if (closedAt) {
    return { state: 'inactive', causes: ['other'], since: closedAt, requirementIds: [], examination: null }
  }
  const open = all.filter((restriction) => restriction.capability === capability)
  const documents = open.find(({ cause }) => cause === 'documents_overdue')
  const [first] = open
  if (!first) return { state: 'active' }
  const [examineBy] = open.flatMap((one) => one.examineBy ?? []).sort()
  return {
    state: 'inactive',
    causes: inOrder(open.map(publicCause)),
    since: first.since,
    requirementIds: documents?.requirementIds ?? [],
    examination: examineBy ? promisedDay(plainDay(examineBy), now) : null,
  }
}
