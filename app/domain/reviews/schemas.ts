import { z } from 'zod'
import { REASON_CODES } from '#app/domain/reviews/reasons.ts'

export type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
export * from '#app/domain/reviews/reasons.ts'

/** The longest sentence that an officer may add; the database allows as much. */
export const MAX_NOTE_LENGTH = 1000

/** Why the dates of a document are counted otherwise than its type says (evidence-dates.ts). */
const DATE_EXCEPTIONS = ['tax_notice', 'french_card_2004_2013'] as const
export type DateException = (typeof DATE_EXCEPTIONS)[number]

/**
 * Why an item stands where it does in the queue; what hurts the merchant most comes first (compliance.md,
 * Officers): a suspended account that waits for us, then what was past due when submitted, then the rest.
 */
export const URGENCIES = ['suspended', 'past_due', 'in_time'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Counting the queue stops here: nobody needs to know how far beyond it reaches, and each page counts. */
export const COUNT_LIMIT = 1000

/** How the queue is asked for, in its address. */
export const queueQuerySchema = z.object({
  after: z.string().max(100).optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
})

/** How a document type says how long its documents serve; the shape that the database keeps. */
export type Validity =
  | { rule: 'until_changed' | 'none' | 'printed_expiry' }
  | { rule: 'max_age_months'; months: number }

/** The version of the submission that the officer looked at; as large as the database's integers. */
const version = z.number().int().positive().max(2_147_483_647)

export const approveSchema = z.strictObject({
  intent: z.literal('approve'),
  version,
  issuedOn: z.iso.date({ error: 'field.date' }).optional(),
  expiresOn: z.iso.date({ error: 'field.date' }).optional(),
  dateException: z.enum(DATE_EXCEPTIONS, { error: 'field.choice' }).optional(),
})

export const rejectSchema = z.strictObject({
  intent: z.literal('reject'),
  version,
  reasonCodes: z
    .array(z.enum(REASON_CODES, { error: 'field.choice' }))
    .min(1, { error: 'review.reasonRequired' })
    .max(REASON_CODES.length),
  note: z
    .string()
    .trim()
    .max(MAX_NOTE_LENGTH, { error: `field.tooLong?maximum=${MAX_NOTE_LENGTH}` })
    .optional(),
})

export const decideSchema = z.discriminatedUnion('intent', [approveSchema, rejectSchema])
