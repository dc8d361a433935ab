import { type EventType, TEST_TYPE } from '#app/domain/webhooks/schemas.ts'

type Works = 'active' | 'inactive'

/** What the row of an event holds beside its type and time. */
interface EventData {
  readonly account_id: string
  readonly capabilities: { readonly payments: Works; readonly payouts: Works }
  readonly changed_capabilities?: ('payments' | 'payouts')[]
  readonly requirement?: {
    readonly id: string
    readonly document_type: string
    readonly subject: string | null
    readonly status: 'requested' | 'approved' | 'rejected'
    readonly reason_codes: string[]
  }
}

/** An event as its row keeps it. */
export interface KeptEvent {
  readonly type: EventType
  readonly at: Date
  readonly eventSeq: number
  readonly data: EventData
}

/**
 * What is told of an event, to webhooks and in lists alike: field by field, so that nothing else of a row gets out.
 * `sequence` rises with each event of an account: of two that arrive the wrong way round, the higher one tells how
 * things are.
 */
export function eventObject({ type, at, eventSeq, data }: KeptEvent) {
  const { account_id, capabilities, changed_capabilities, requirement } = data
  return {
    type,
    timestamp: at.toISOString(),
    data: {
      account_id,
      sequence: eventSeq,
      capabilities: { payments: capabilities.payments, payouts: capabilities.payouts },
      ...(changed_capabilities && { changed_capabilities }),
      ...(requirement && {
        requirement: {
          id: requirement.id,
          document_type: requirement.document_type,
          subject: requirement.subject,
          status: requirement.status,
          reason_codes: requirement.reason_codes,
        },
      }),
    },
  }
}

/** The body of a webhook: the same, byte for byte, at every attempt. */
export const eventBody = (event: KeptEvent): string => JSON.stringify(eventObject(event))

/** What an administrator sends to see whether an endpoint works. */
export const testBody = (endpointId: string, at: Date): string =>
  JSON.stringify({ type: TEST_TYPE, timestamp: at.toISOString(), data: { endpoint_id: endpointId } })
