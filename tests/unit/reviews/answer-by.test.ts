import { expect, test } from 'vitest'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { answerBy } from '#app/domain/reviews/answer-by.ts'

const expected = (sent: string, businessDays: number, now: string) => {
  const { by, passed } = answerBy(new Date(sent), [{ since: new Date(0), businessDays }], new Date(now))
  return [parisDay(by).toString(), passed ? 'late' : 'in time']
}

test.each([
  // Thursday: business days skip the weekend.
  ['2026-03-12T10:00Z', 2, '2026-03-12T10:00Z', '2026-03-16', 'in time'],
  // The day itself counts to its end in Paris.
  ['2026-03-12T10:00Z', 2, '2026-03-16T22:59Z', '2026-03-16', 'in time'],
  ['2026-03-12T10:00Z', 2, '2026-03-16T23:00Z', '2026-03-16', 'late'],
  // Easter Monday 2026 is 6 April.
  ['2026-04-02T10:00Z', 2, '2026-04-02T10:00Z', '2026-04-07', 'in time'],
  // Sent on a Sunday.
  ['2026-03-15T10:00Z', 1, '2026-03-15T10:00Z', '2026-03-16', 'in time'],
  // Sent on the 12th in London, on the 13th in Paris.
  ['2026-03-12T23:30Z', 1, '2026-03-12T23:30Z', '2026-03-16', 'in time'],
])(
  'what was sent at %s is answered %i business days later; seen at %s: by %s, %s',
  (sent, days, now, by, state) => {
    expect(expected(sent, days, now)).toEqual([by, state])
  },
)

test('a promise holds as it was made, whatever the policy says later', () => {
  const promises = [
    { since: new Date('2026-03-12T08:00Z'), businessDays: 5 },
    { since: new Date('2026-03-02T08:00Z'), businessDays: 1 },
  ]
  const now = new Date('2026-03-12T12:00Z')
  const dayOf = (sent: string) => parisDay(answerBy(new Date(sent), promises, now).by).toString()
  expect(dayOf('2026-03-11T10:00Z')).toBe('2026-03-12')
  expect(dayOf('2026-03-12T10:00Z')).toBe('2026-03-19')
  // From before the first version: as that one says.
  expect(dayOf('2026-02-27T10:00Z')).toBe('2026-03-02')
})
