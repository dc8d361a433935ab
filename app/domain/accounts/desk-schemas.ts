import { z } from 'zod'

export const ACCOUNT_STATES = ['active', 'restricted', 'suspended', 'closed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

export const DUE_BUCKETS = [
  'past_due',
  'currently_due',
  'pending_verification',
  'eventually_due',
  'satisfied',
] as const

/** How the list of accounts is asked for, in its address; an empty field is no filter. */
export const accountQuerySchema = z.object({
  after: z.string().max(100).optional(),
  search: z.string().max(200).optional(),
  state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
  bucket: z.enum(DUE_BUCKETS).optional().catch(undefined),
})
