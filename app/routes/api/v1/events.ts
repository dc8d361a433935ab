import { z } from 'zod'
import { listEvents } from '#app/domain/webhooks/list-events.ts'
import { EVENT_TYPES } from '#app/domain/webhooks/schemas.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { listOf, toList } from '#app/routes/api/v1/objects.ts'

const capability = z.enum(['active', 'inactive'])

const eventData = z.object({
  account_id: z.uuid(),
  sequence: z
    .int()
    .describe('Rises with each event of an account: of two, the higher one tells how things are.'),
  capabilities: z
    .object({ payments: capability, payouts: capability })
    .describe('What worked right after the event.'),
  changed_capabilities: z
    .array(z.enum(['payments', 'payouts']))
    .optional()
    .describe(
      'Of events of an account: what was withheld, or given back; empty where nothing worked before or works by it.',
    ),
  requirement: z
    .object({
      id: z.uuid(),
      document_type: z.string(),
      subject: z.string().nullable().describe('The person or thing it is about; null: the account itself.'),
      status: z.enum(['requested', 'approved', 'rejected']),
      reason_codes: z.array(z.string()).describe('Why it was rejected, as far as the merchant is told.'),
    })
    .optional()
    .describe('Of events of a requirement.'),
})

const eventObject = z
  .object({
    object: z.literal('event'),
    id: z.uuid().describe('The webhook-id of the message that tells of it.'),
    livemode: z.boolean(),
    type: z.enum(EVENT_TYPES),
    timestamp: z.iso.datetime(),
    data: eventData,
  })
  .meta({ id: 'Event' })

const eventQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.uuid().optional().describe('The id of the last event you have; left out, from the first one.'),
})

const route = apiRoute({
  GET: endpoint({
    operationId: 'listEvents',
    summary: 'List the events of accounts, the oldest first',
    description:
      'What webhooks tell, to catch up from: go on after the last id while `has_more`, and none is missed. An event ' +
      'appears within a second of what it tells of.',
    permission: 'event:read',
    query: eventQuery,
    answer: listOf('EventList', eventObject),
    handle: async ({ ctx, query, livemode }) =>
      toList(await listEvents(ctx, query), (event) => ({
        object: 'event' as const,
        livemode,
        ...event,
      })),
  }),
})

export const loader = route
export const action = route
