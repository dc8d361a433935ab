import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addBusinessDays, isBusinessDay, onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { easterSunday, isPublicHoliday } from '#app/domain/calendar/holidays.ts'
import { daysBetween, endOfDay, parisDay, plainDay, startOfDay } from '#app/domain/calendar/paris.ts'
import { otherHolidays, PLACES } from '#tests/factories/other-calendar.ts'

const FIRST = plainDay('2026-01-01')
const LAST = plainDay('2030-12-31')

/** Every day of 2026 to 2030. */
function* everyDay() {
  for (let day = FIRST; Temporal.PlainDate.compare(day, LAST) <= 0; day = day.add({ days: 1 })) yield day
}

const YEARS = [2026, 2027, 2028, 2029, 2030]

describe('public holidays', () => {
  test.each(PLACES)('of %s are those of date-holidays on every day of 2026 to 2030', (code) => {
    const ours = [...everyDay()].filter((day) => isPublicHoliday(day, code)).map(String)
    expect(ours).toEqual([...otherHolidays(code, YEARS)].sort())
  })

  test.each(['', '20', '00', '96', '99', '970', '979', '985', '989', '2C', '75000', '2a', ' 75', 'Paris'])(
    'of %j, which is no département, are not guessed',
    (code) => {
      expect(() => isPublicHoliday(FIRST, code)).toThrow(RangeError)
      expect(() => onOrAfterBusinessDay(FIRST, code)).toThrow(RangeError)
    },
  )

  test('of every département are known, and those of the country where none is named', () => {
    const numbers = Array.from({ length: 95 }, (_, index) => String(index + 1).padStart(2, '0'))
    const codes = numbers.flatMap((code) => (code === '20' ? ['2A', '2B'] : [code]))
    for (const code of [...codes, ...PLACES, null]) {
      expect(isPublicHoliday(plainDay('2026-07-14'), code)).toBe(true)
    }
    expect(isPublicHoliday(plainDay('2026-12-20'), null)).toBe(false)
  })

  test('Easter falls where the tables of the Church put it', () => {
    const known = ['1961-04-02', '2000-04-23', '2008-03-23', '2024-03-31', '2025-04-20', '2038-04-25']
    for (const date of known) expect(easterSunday(plainDay(date).year).toString()).toBe(date)
  })
})

describe('business days', () => {
  test('a Friday stays, a Saturday moves to Monday', () => {
    expect(onOrAfterBusinessDay(plainDay('2026-03-06'), '75').toString()).toBe('2026-03-06')
    expect(onOrAfterBusinessDay(plainDay('2026-03-07'), '75').toString()).toBe('2026-03-09')
  })

  test('Christmas 2026 moves to Monday 28 December, in Alsace and in Paris', () => {
    expect(onOrAfterBusinessDay(plainDay('2026-12-25'), '75').toString()).toBe('2026-12-28')
    expect(onOrAfterBusinessDay(plainDay('2026-12-25'), '67').toString()).toBe('2026-12-28')
  })

  test('Good Friday is a business day in Paris and none in Moselle', () => {
    expect(isBusinessDay(plainDay('2026-04-03'), '75')).toBe(true)
    expect(onOrAfterBusinessDay(plainDay('2026-04-03'), '57').toString()).toBe('2026-04-07')
  })

  test('the abolition day moves a deadline only in its own département', () => {
    expect(onOrAfterBusinessDay(plainDay('2026-05-27'), '971').toString()).toBe('2026-05-28')
    expect(onOrAfterBusinessDay(plainDay('2026-05-27'), '972').toString()).toBe('2026-05-27')
  })

  test('three business days after Thursday 30 April 2026 skip 1 May and the weekend', () => {
    expect(addBusinessDays(plainDay('2026-04-30'), 3, '75').toString()).toBe('2026-05-06')
    expect(addBusinessDays(plainDay('2026-05-02'), 0, '75').toString()).toBe('2026-05-02')
  })

  test('counting business days lands on a business day with exactly n of them in between', () => {
    const codes = fc.constantFrom(...PLACES)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 15 }),
        codes,
        (offset, n, code) => {
          const from = FIRST.add({ days: offset })
          const to = addBusinessDays(from, n, code)
          const between = Array.from({ length: daysBetween(from, to) }, (_, i) => from.add({ days: i + 1 }))
          expect(isBusinessDay(to, code)).toBe(true)
          expect(between.filter((day) => isBusinessDay(day, code))).toHaveLength(n)
        },
      ),
    )
  })
})

describe('days in Paris', () => {
  test('the day ends at 23:59:59.999 on both sides of both changes', () => {
    expect(endOfDay(plainDay('2026-03-28')).toISOString()).toBe('2026-03-28T22:59:59.999Z')
    expect(endOfDay(plainDay('2026-03-29')).toISOString()).toBe('2026-03-29T21:59:59.999Z')
    expect(endOfDay(plainDay('2026-10-24')).toISOString()).toBe('2026-10-24T21:59:59.999Z')
    expect(endOfDay(plainDay('2026-10-25')).toISOString()).toBe('2026-10-25T22:59:59.999Z')
  })

  test('a day of 2026 to 2030 begins where the one before it ended', () => {
    for (const day of everyDay()) {
      const end = endOfDay(day)
      expect(parisDay(end).equals(day)).toBe(true)
      const next = day.add({ days: 1 })
      expect(startOfDay(next).getTime()).toBe(end.getTime() + 1)
      expect(parisDay(startOfDay(next)).equals(next)).toBe(true)
    }
  })

  test('just after midnight in Paris is the new day, though UTC is still in the old one', () => {
    expect(parisDay(new Date('2026-07-13T22:00:00Z')).toString()).toBe('2026-07-14')
    expect(parisDay(new Date('2026-07-13T21:59:59Z')).toString()).toBe('2026-07-13')
  })

  test('a day that does not exist is refused', () => {
    expect(() => plainDay('2026-02-30')).toThrow(RangeError)
    expect(() => plainDay('tomorrow')).toThrow(RangeError)
  })
})
