import { expect, it } from 'vitest'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import { lastDays, nextWithheld } from '#app/domain/notices/next-withheld.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'

const ladder: PolicyRules['ladder'] = [
  { after: { businessDays: 3 }, withhold: ['payouts'] },
  { after: { days: 7 }, withhold: ['payments', 'payouts'] },
]
const due = (day: string, department = '75') => ({ deadlineAt: endOfDay(plainDay(day)), department })
const items = [due('2026-02-20'), due('2026-02-13'), { deadlineAt: null, department: '75' }]

it('names the nearest of what the ladder still withholds', () => {
  const of = (withheld: ('payments' | 'payouts')[], today = '2026-02-19') =>
    nextWithheld(items, withheld, lastDays({ ladder }), today)
  expect(of(['payouts'])).toEqual({ capability: 'payments', after: '2026-02-25' })
  expect(of([], '2026-02-16')).toEqual({ capability: 'payouts', after: '2026-02-18' })
  // On the day itself it still comes before; after it, the later document's day is the next.
  expect(of(['payouts'], '2026-02-25')?.after).toBe('2026-02-25')
  expect(of(['payouts'], '2026-02-26')?.after).toBe('2026-03-04')
})

it('names none where all is withheld, the ladder goes no further or its days are over', () => {
  expect(nextWithheld(items, ['payments', 'payouts'], lastDays({ ladder }), '2026-02-19')).toBeNull()
  expect(nextWithheld(items, ['payouts'], lastDays({ ladder: ladder.slice(0, 1) }), '2026-02-19')).toBeNull()
  expect(nextWithheld(items, ['payouts'], lastDays({ ladder }), '2026-03-05')).toBeNull()
  expect(nextWithheld([], ['payouts'], lastDays({ ladder }), '2026-02-19')).toBeNull()
})

it('counts by the public holidays of each département', () => {
  const alsace = [due('2026-03-31', '67')]
  const next = (of: typeof alsace) => nextWithheld(of, ['payments'], lastDays({ ladder }), '2026-04-01')
  // Good Friday is one in Alsace; Easter Monday is everywhere.
  expect(next(alsace)).toEqual({ capability: 'payouts', after: '2026-04-07' })
  expect(next([due('2026-03-31')])).toEqual({ capability: 'payouts', after: '2026-04-03' })
})
