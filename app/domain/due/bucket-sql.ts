import type { DueBucket } from '#app/domain/due/due-bucket.ts'

/** `dueBucket` as a condition on rows of requirements; `:now` is the instant. */
export const BUCKET_SQL: Readonly<Record<DueBucket, string>> = {
  past_due: `status in ('requested', 'rejected') and deadline_at < :now`,
  currently_due: `status in ('requested', 'rejected') and deadline_at >= :now`,
  eventually_due: `status in ('requested', 'rejected') and deadline_at is null`,
  pending_verification: `status in ('submitted', 'in_review')`,
  satisfied: `status in ('approved', 'waived', 'cancelled')`,
}
