import { z } from 'zod'
import { REASON_MAX_LENGTH } from '#app/domain/requirements/schemas.ts'

export type { WhyAgain } from '#db/models/requirements.ts'

export const requestReviewSchema = z.strictObject({
  accountId: z.uuid(),
  /** What happened; the merchant reads it. */
  why: z.string().trim().min(1).max(REASON_MAX_LENGTH),
})
export type RequestReview = z.output<typeof requestReviewSchema>
