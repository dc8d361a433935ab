import { expect, it } from 'vitest'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { ListedRequirement } from '#app/domain/requirements/list-due.ts'
import { paidAnswers } from '#app/domain/requirements/will-i-be-paid.ts'
import { capabilityStates } from '#app/domain/restrictions/capabilities.ts'

const now = new Date('2026-02-04T09:00:00Z')
const late: ListedRequirement = {
  ...{ id: 'late', documentType: 'bank_details', nameFr: 'RIB', nameEn: 'Bank details', subject: '' },
  ...{ status: 'requested', bucket: 'past_due', closedAt: null, later: null, sentAt: null },
  requestedAt: new Date('2026-01-04T09:00:00Z'),
  deadlineAt: endOfDay(plainDay('2026-02-03')),
  daysLeft: -1,
}
const sendBy = (outageRuns: boolean) =>
  paidAnswers({
    capabilities: capabilityStates([], null, now),
    due: { past_due: [late], currently_due: [], pending_verification: [], eventually_due: [], satisfied: [] },
    ladder: [{ after: { businessDays: 3 }, withhold: ['payouts'] }],
    ...{ department: '75', service: [], promises: [], outageRuns, now },
  }).map(({ answer, dueBy }) => [answer, dueBy])

it('names the last day before a suspension, where the ladder has one', () => {
  expect(sendBy(false)).toEqual([
    ['workingLate', null],
    ['workingLate', endOfDay(plainDay('2026-02-06'))],
  ])
})

it('names none while an outage keeps merchants from sending: nothing is suspended then', () => {
  expect(sendBy(true)).toEqual([
    ['workingLate', null],
    ['workingLate', null],
  ])
})
