import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import type { DueList } from '#app/domain/requirements/list-due.ts'
import { type CapabilityState, capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** The one answer per capability: does it work, why not, and who acts next. */
export interface PaidAnswer {
  capability: Capability
  /**
   * `overdueSend`: a document is missing, the merchant acts. `overdueReview`: it lies with us. `underReview`: our
   * own examination, whose cause is never told. `disturbed`, `maintenance`: our service. `workingLate`: works, but
   * what is overdue will end that.
   */
  answer:
    | 'working'
    | 'workingLate'
    | 'disturbed'
    | 'maintenance'
    | 'overdueSend'
    | 'overdueReview'
    | 'underReview'
  since: Date | null
  alsoUnderReview: boolean
  /** Where the merchant can do something about it. */
  requirementId: string | null
}

/** What the public status says of a capability, for those that a component carries. */
export type ServiceStatus = readonly { readonly capability: Capability; readonly status: ComponentStatus }[]

/**
 * Incident, maintenance or document: the account's own obstacle leads, because only that one can be mended by the
 * merchant. Errors as `capabilitiesOf`.
 */
export async function willIBePaid(
  ctx: Context,
  accountId: string,
  { due, service }: { due: DueList; service: ServiceStatus },
): Promise<PaidAnswer[]> {
  const capabilities = await capabilitiesOf(ctx, accountId)
  const waitsForMerchant = [...due.past_due, ...due.currently_due, ...due.eventually_due].map(({ id }) => id)
  return (['payments', 'payouts'] as const).map((capability) => ({
    capability,
    ...answerFor(
      capabilities[capability],
      service.find((one) => one.capability === capability)?.status ?? 'operational',
      { waitsForMerchant, late: due.past_due[0]?.id ?? null },
    ),
  }))
}

function answerFor(
  state: CapabilityState,
  service: ComponentStatus,
  { waitsForMerchant, late }: { waitsForMerchant: readonly string[]; late: string | null },
): Omit<PaidAnswer, 'capability'> {
  const none = { since: null, alsoUnderReview: false, requirementId: null }
  if (state.state === 'active') {
    const answer = serviceAnswer(service)
    return answer === 'working' && late
      ? { ...none, answer: 'workingLate', requirementId: late }
      : { ...none, answer }
  }
  if (state.reason === 'under_review') return { ...none, answer: 'underReview', since: state.since }
  const requirementId = state.requirementIds.find((id) => waitsForMerchant.includes(id)) ?? null
  return {
    answer: requirementId ? 'overdueSend' : 'overdueReview',
    since: state.since,
    alsoUnderReview: state.alsoUnderReview,
    requirementId,
  }
}

function serviceAnswer(status: ComponentStatus): 'working' | 'disturbed' | 'maintenance' {
  switch (status) {
    case 'operational':
    case 'degraded_performance':
      return 'working'
    case 'under_maintenance':
      return 'maintenance'
    case 'partial_outage':
    case 'major_outage':
      return 'disturbed'
  }
}
