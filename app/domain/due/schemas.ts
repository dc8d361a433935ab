import type { RequirementStatus } from '#db/models/requirements.ts'

export type { DueBucket } from '#app/domain/due/due-bucket.ts'
export type { RequirementStatus } from '#db/models/requirements.ts'

export const REQUIREMENT_STATUSES = [
  'requested',
  'submitted',
  'in_review',
  'approved',
  'rejected',
  'waived',
  'cancelled',
] as const satisfies readonly RequirementStatus[]
