import { z } from 'zod'

/** The button of the delivery ledger. Browser-safe. */
export const sendAgainSchema = z.strictObject({ intent: z.literal('again', { error: 'field.choice' }) })
