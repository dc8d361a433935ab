import { requireAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/** What a merchant may be told. Every cause but overdue documents has one name, so that none stands out. */
export type PublicReason = 'documents_overdue' | 'under_review'

export type CapabilityState =
  | { readonly state: 'active' }
  | {
      readonly state: 'inactive'
      /** `documents_overdue` where the merchant can do something, also when a review is under way beside it. */
      readonly reason: PublicReason
      /** Withheld since; for the reason named, so that another one cannot be told from it. */
      readonly since: Date
      /** Open requirements that it rests on, nearest deadline first; empty while under review. */
      readonly requirementIds: readonly string[]
      /** True where sending documents alone may not be enough. */
      readonly alsoUnderReview: boolean
    }

export type Capabilities = Readonly<Record<Capability, CapabilityState>>

/** Whether payments and payouts work, in words fit for the merchant: the causes of compliance are not in it. */
export async function capabilitiesOf(ctx: Context, accountId: string): Promise<Capabilities> {
  requirePermission(ctx.actor, 'account:read')
  requireAccount(ctx.actor, accountId)
  const open = await rows<OpenRestriction>(
    ctx.db,
    `select r.capability, r.cause, r.imposed_at, array(
         select q.id from restriction_requirements rr join requirements q on q.id = rr.requirement_id
          where rr.restriction_id = r.id and q.closed_at is null order by q.deadline_at nulls last, q.id
       ) as requirement_ids
       from restrictions r where r.account_id = :accountId and r.lifted_at is null order by r.imposed_at`,
    { accountId },
  )
  return capabilityStates(open)
}

/** What open restrictions, the earliest first, mean for each capability. */
export const capabilityStates = (open: readonly OpenRestriction[]): Capabilities => ({
  payments: stateOf(open, 'payments'),
  payouts: stateOf(open, 'payouts'),
})

export interface OpenRestriction {
  capability: Capability
  cause: RestrictionCause
  imposedAt: Date
  requirementIds: string[]
}

function stateOf(all: readonly OpenRestriction[], capability: Capability): CapabilityState {
  const open = all.filter((restriction) => restriction.capability === capability)
  const documents = open.find(({ cause }) => cause === 'documents_overdue')
  const named = documents ?? open[0]
  if (!named) return { state: 'active' }
  return {
    state: 'inactive',
    reason: documents ? 'documents_overdue' : 'under_review',
    since: named.imposedAt,
    requirementIds: documents?.requirementIds ?? [],
    alsoUnderReview: open.some(({ cause }) => cause !== 'documents_overdue'),
  }
}
