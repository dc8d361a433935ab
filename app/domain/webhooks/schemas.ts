import { z } from 'zod'
import { singleLine } from '#app/domain/incidents/schemas.ts'

/** What the outside is told of accounts (compliance.md). */
export const EVENT_TYPES = [
  'account.restricted',
  'account.reinstated',
  'account.closed',
  'account.reopened',
  'requirement.requested',
  'requirement.approved',
  'requirement.rejected',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What is sent on request, to see whether an endpoint works: of no account, and in no list. */
export const TEST_TYPE = 'webhook.test'

export const MAX_ENDPOINTS = 10

/** How one attempt can end. All but `delivered` are failures; `status`, `redirect` and `gone` are answers. */
const WEBHOOK_OUTCOMES = [
  'delivered',
  'status',
  'redirect',
  'gone',
  'timeout',
  'dns',
  'refused',
  'closed',
  'tls',
  'protocol',
  'forbidden',
  'insecure',
  'unsigned',
] as const
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number]

export const DELIVERY_GROUPS = ['all', 'queued', 'delivered', 'failed'] as const
export type DeliveryGroup = (typeof DELIVERY_GROUPS)[number]

const MAX_URL = 2_000
const MAX_DESCRIPTION = 200

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

export const webhookSchema = z.strictObject({
  url: singleLine(MAX_URL)
    .refine((text) => /^https?:$/.test(parsed(text)?.protocol ?? ''), 'field.url')
    .refine((text) => !parsed(text)?.username && !parsed(text)?.password, 'webhook.credentialsInUrl')
    .refine((text) => !text.includes('#'), 'webhook.fragmentInUrl'),
  description: singleLine(MAX_DESCRIPTION).optional(),
  events: z.array(z.enum(EVENT_TYPES)).min(1, 'webhook.noEvents').max(EVENT_TYPES.length),
})
export type WebhookFields = z.output<typeof webhookSchema>

export const webhookCommandSchema = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.enum(['test', 'enable', 'disable', 'rotate', 'delete', 'again_failed']) }),
  z.strictObject({ intent: z.literal('again'), deliveryId: z.coerce.number().int().min(1) }),
])
