import type { RequirementStatus } from '#db/models/requirements.ts'

/** Stripe's words for how urgent a requirement is. */
export type DueBucket = 'past_due' | 'currently_due' | 'pending_verification' | 'eventually_due' | 'satisfied'

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
