import type { review as french } from '../fr/review.ts'
import type { Shape } from '../shape.ts'

export const review = {
  queue: { title: 'Review queue', empty: 'Nothing to review right now' },
  approve: 'Approve',
  reject: 'Reject',
} satisfies Shape<typeof french>
