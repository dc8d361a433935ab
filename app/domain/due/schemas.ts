import type { RequirementStatus } from '#db/models/requirements.ts'

export type { RequirementStatus } from '#db/models/requirements.ts'

/** Stripe's words for how urgent a requirement is; most urgent first. */
export const DUE_BUCKETS = [
  'past_due',
  'currently_due',
  'pending_verification',
  'eventually_due',
  'satisfied',
] as const
export type DueBucket = (typeof DUE_BUCKETS)[number]

export const REQUIREMENT_STATUSES = [
  'requested',
  'submitted',
  'in_review',
  'approved',
  'rejected',
  'waived',
  'cancelled',
] as const satisfies readonly RequirementStatus[]
