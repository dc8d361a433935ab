import type { LegalForm } from '#db/models/access.ts'
import type { Story } from '#local/demo/accounts.ts'

/** What may happen to a demonstration merchant on one day. */
export type Act =
  | 'join'
  | 'ask_everything'
  | 'complete'
  | 'ask_again'
  | 'send'
  | 'approve'
  | 'reject'
  | 'waive'
  | 'cancel'
  | 'restrict'
  | 'close'

interface Dated {
  daysAgo: number
  act: Act
}

/** What each story adds to the years of calm before it; days before today. */
const chapters: Record<Story, readonly Dated[]> = {
  complete: [],
  just_asked: [{ daysAgo: 2, act: 'ask_again' }],
  due_soon: [{ daysAgo: 26, act: 'ask_again' }],
  // Its identity documents end soon (RENEWING_DAYS): the daily run asks for new ones.
  renewing: [],
  in_review: [
    { daysAgo: 20, act: 'ask_again' },
    { daysAgo: 1, act: 'send' },
  ],
  rejected: [
    { daysAgo: 27, act: 'ask_again' },
    { daysAgo: 9, act: 'send' },
    { daysAgo: 6, act: 'reject' },
  ],
  past_due: [{ daysAgo: 33, act: 'ask_again' }],
  restricted: [{ daysAgo: 38, act: 'ask_again' }],
  suspended: [{ daysAgo: 55, act: 'ask_again' }],
  suspended_in_review: [
    { daysAgo: 56, act: 'ask_again' },
    { daysAgo: 1, act: 'send' },
  ],
  reinstated: [
    { daysAgo: 70, act: 'ask_again' },
    { daysAgo: 17, act: 'send' },
    { daysAgo: 16, act: 'approve' },
  ],
  waived: [
    { daysAgo: 24, act: 'ask_again' },
    { daysAgo: 18, act: 'waive' },
  ],
  cancelled: [
    { daysAgo: 13, act: 'ask_again' },
    { daysAgo: 12, act: 'cancel' },
  ],
  // Ten business days before today, as a rule: the day on which officers look at it again.
  manual: [{ daysAgo: 14, act: 'restrict' }],
  closed: [{ daysAgo: 30, act: 'close' }],
}

/** A merchant's whole past: it joins, sends everything that its legal form needs, and then its chapter happens. */
export function storyOf(story: Story, index: number): Dated[] {
  const joined = 150 + ((index * 11) % 60)
  return [
    { daysAgo: joined, act: 'join' },
    { daysAgo: joined, act: 'ask_everything' },
    { daysAgo: joined - 3, act: 'complete' },
    ...chapters[story],
  ]
}

/** Days from today after which the identity documents of a merchant end whose story is about that. */
export const RENEWING_DAYS = 47

/** What is asked a second time. */
export function renewedType(legalForm: LegalForm): string {
  switch (legalForm) {
    case 'company':
      return 'company_registration'
    case 'sole_trader':
      return 'proof_of_address'
    case 'association':
      return 'sirene_notice'
  }
}
