import type { requirements as french } from '../fr/requirements.ts'
import type { Shape } from '../shape.ts'

export const requirements = {
  title: 'Requested documents',
  state: {
    requested: 'To provide',
    submitted: 'Sent',
    in_review: 'Being checked',
    approved: 'Accepted',
    rejected: 'Refused',
    waived: 'Waived',
    cancelled: 'Cancelled',
  },
  due: {
    eventually_due: 'Needed later',
    currently_due: 'To provide',
    past_due: 'Overdue',
    pending_verification: 'Being checked',
    satisfied: 'In order',
  },
  deadline: 'To provide by',
} satisfies Shape<typeof french>
