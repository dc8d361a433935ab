import { expect, it } from 'vitest'
import { fixedClock } from '#app/domain/clock.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'

const refuse = (now: string, date: string) => () => refuseDeadline({ clock: fixedClock(now) }, date)

it('a deadline lies between today in Paris and the same day in two years', () => {
  // Past midnight in Paris already.
  expect(refuse('2026-03-10T23:30:00Z', '2026-03-10')).toThrow('deadlineInPast')
  expect(refuse('2026-03-10T23:30:00Z', '2026-03-11')).not.toThrow()
  expect(refuse('2026-03-10T23:30:00Z', '2028-03-11')).not.toThrow()
  expect(refuse('2026-03-10T23:30:00Z', '2028-03-12')).toThrow('deadlineTooFar')
})

it('29 February is a day like others', () => {
  expect(refuse('2026-03-01T09:00:00Z', '2028-02-29')).not.toThrow()
  expect(refuse('2028-02-29T09:00:00Z', '2030-02-28')).not.toThrow()
  expect(refuse('2028-02-29T09:00:00Z', '2030-03-01')).toThrow('deadlineTooFar')
})
