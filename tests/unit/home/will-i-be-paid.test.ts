import { expect, it } from 'vitest'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { ListedRequirement } from '#app/domain/due/listed-requirement.ts'
import { type SuspensionFacts, suspensionsAhead } from '#app/domain/home/suspension-day.ts'
import { paidAnswers, type ServiceStatus } from '#app/domain/home/will-i-be-paid.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { capabilityStates } from '#app/domain/restrictions/capabilities.ts'

const now = new Date('2026-02-04T09:00:00Z')
const late: ListedRequirement = {
  ...{ id: 'late', documentType: 'bank_details', nameFr: 'RIB', nameEn: 'Bank details', subject: '' },
  ...{ status: 'requested', bucket: 'past_due', closedAt: null, later: null, sentAt: null },
  requestedAt: new Date('2026-01-04T09:00:00Z'),
  deadlineAt: endOfDay(plainDay('2026-02-03')),
  daysLeft: -1,
}
const NOT_PAID_OUT = {
  state: 'inactive',
  causes: ['under_review'],
  requirementIds: [],
  examination: null,
} as const
const sendBy = (outageRuns: boolean, service: ServiceStatus = []) =>
  paidAnswers({
    capabilities: capabilityStates([], null, now),
    due: { past_due: [late], currently_due: [], pending_verification: [], eventually_due: [], satisfied: [] },
    ladder: [{ after: { businessDays: 3 }, withhold: ['payouts'] }],
    ...{ department: '75', service, promises: [], outageRuns, now },
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

it('names it beside an incident or a maintenance of ours, which does not stop the ladder', () => {
  const service = [
    { capability: 'payments', status: 'major_outage' },
    { capability: 'payouts', status: 'under_maintenance' },
  ] as const
  expect(sendBy(false, service)).toEqual([
    ['disturbed', null],
    ['maintenance', endOfDay(plainDay('2026-02-06'))],
  ])
})

it('names the same days for the document itself, the nearest first, and only of what still works', () => {
  const ladder: PolicyRules['ladder'] = [
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ]
  const facts = { ladder, department: '75', outageRuns: false, now }
  const payments = { capability: 'payments', sendBy: endOfDay(plainDay('2026-02-13')) }
  const payouts = { capability: 'payouts', sendBy: endOfDay(plainDay('2026-02-06')) }
  const works = capabilityStates([], null, now)
  const withheld = { ...works, payouts: { ...NOT_PAID_OUT, since: now } }
  const ahead = (more: Partial<SuspensionFacts>) =>
    suspensionsAhead(late.deadlineAt as Date, { ...facts, capabilities: works, ...more })
  expect(ahead({})).toEqual([payouts, payments])
  expect(ahead({ capabilities: withheld })).toEqual([payments])
  expect(ahead({ now: payouts.sendBy })).toEqual([payments])
  expect(ahead({ outageRuns: true })).toEqual([])
})
