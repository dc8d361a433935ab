import { type EventType, TEST_TYPE } from '#app/domain/webhooks/schemas.ts'

/** An event as its row keeps it. */
export interface KeptEvent {
  readonly type: EventType
  readonly at: Date
  readonly eventSeq: number
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * What is told of an event, to webhooks and in lists alike. `sequence` rises with each event of an account: of two
 * that arrive the wrong way round, the higher one tells how things are.
 */
export const eventObject = ({ type, at, eventSeq, data }: KeptEvent) => ({
  type,
  timestamp: at.toISOString(),
  data: { ...data, sequence: eventSeq },
})

/** The body of a webhook: the same, byte for byte, at every attempt. */
export const eventBody = (event: KeptEvent): string => JSON.stringify(eventObject(event))

/** What an administrator sends to see whether an endpoint works. */
export const testBody = (endpointId: string, at: Date): string =>
  JSON.stringify({ type: TEST_TYPE, timestamp: at.toISOString(), data: { endpoint_id: endpointId } })
