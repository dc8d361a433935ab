import { ACCOUNT_CLOSED } from '#app/domain/accounts/schemas.ts'

/** Actions of the audit that have words of their own below `accounts:timeline` (`.` written `_`). */
export const TOLD_ACTIONS = [
  'account_created',
  'account_updated',
  'account_closed',
  'account_reopened',
  'user_created',
  'user_activated',
  'user_updated',
  'password_changed',
  'password_reset',
  'session_opened',
  'session_closed',
  'link_requested',
  'requirement_requested',
  'requirement_dated',
  'account_review_requested',
  'requirement_waived',
  'requirement_cancelled',
  'requirement_clock_started',
  'requirement_clock_set',
  'requirement_clock_extended',
  'submission_sent',
  'submission_taken_in',
  'submission_take_in_failed',
  'submission_approved',
  'submission_rejected',
  'file_read',
  'notice_requested',
  'notice_reminder',
  'notice_restricted',
  'notice_reinstated',
  'restriction_imposed',
  'restriction_extended',
  'restriction_lifted',
  'restriction_ended',
  'restriction_examination_set',
  'user_address_corrected',
  'contact_task_opened',
  'contact_task_failed_again',
  'contact_task_closed',
  'contact_task_ended',
  'notice_sent_again',
  'requirement_extension_asked',
  'requirement_extension_confirmed',
  'requirement_extension_refused',
  'requirement_extension_withdrawn',
] as const
export type ToldAction = (typeof TOLD_ACTIONS)[number]

/** The key of an entry's words; null for an action that this version does not know. */
export function toldAction(action: string, facts: Readonly<Record<string, unknown>>): ToldAction | null {
  const key = keyOf(action, facts)
  return TOLD_ACTIONS.find((told) => told === key) ?? null
}

function keyOf(action: string, { kind, liftingReason, outcome }: Readonly<Record<string, unknown>>): string {
  if (action === 'notice.sent') return `notice_${kind}`
  if (action === 'restriction.lifted' && liftingReason === ACCOUNT_CLOSED) return 'restriction_ended'
  if (action === 'contact_task.closed' && outcome === ACCOUNT_CLOSED) return 'contact_task_ended'
  return action.replaceAll('.', '_')
}
