import type { DueBucket } from '#app/domain/due/schemas.ts'
import type { RequirementStatus } from '#db/models/requirements.ts'

/**
 * Derived, never stored (compliance.md, "A requirement's life"). The deadline's own last millisecond is still in
 * time. A cancelled requirement asks for nothing any more, so it counts as satisfied.
 */
export function dueBucket(status: RequirementStatus, deadlineAt: Date | null, at: Date): DueBucket {
  switch (status) {
    case 'requested':
    case 'rejected':
      if (!deadlineAt) return 'eventually_due'
      return at > deadlineAt ? 'past_due' : 'currently_due'
    case 'submitted':
    case 'in_review':
      return 'pending_verification'
    case 'approved':
    case 'waived':
    case 'cancelled':
      return 'satisfied'
  }
}

/** The same as a condition on rows of requirements; `:now` is the instant. */
export const BUCKET_SQL: Readonly<Record<DueBucket, string>> = {
  past_due: `status in ('requested', 'rejected') and deadline_at < :now`,
  currently_due: `status in ('requested', 'rejected') and deadline_at >= :now`,
  eventually_due: `status in ('requested', 'rejected') and deadline_at is null`,
  pending_verification: `status in ('submitted', 'in_review')`,
  satisfied: `status in ('approved', 'waived', 'cancelled')`,
}
