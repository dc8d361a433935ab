import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fromRRule,
  MAX_OCCURRENCES,
  occurrencesOf,
  type RecurringWindow,
  toRRule,
} from '#app/domain/maintenance/recurrence.ts'
import { type Recurrence, WEEKDAYS } from '#app/domain/maintenance/schemas.ts'
import { recurrenceSentence } from '#app/i18n/recurrence.ts'
import { translator } from '#app/i18n/translate.ts'

const rule = (fields: Partial<Recurrence>): Recurrence => ({
  frequency: 'weekly',
  interval: 1,
  weekdays: [],
  monthlyBy: 'day',
  ...fields,
})

const paris = (localStart: string, recurrence: Recurrence, durationMinutes = 90): RecurringWindow => ({
  localStart,
  recurrence,
  durationMinutes,
  timeZone: 'Europe/Paris',
})

const windows = (window: RecurringWindow) =>
  occurrencesOf(window).map(
    ({ scheduledFor, scheduledUntil }) =>
      `${scheduledFor.toISOString().slice(0, 16)} ${scheduledUntil.toISOString().slice(0, 16)}`,
  )
const days = (window: RecurringWindow) => occurrencesOf(window).map(({ on }) => on)

describe('Sundays at 02:30 in Paris, for 90 minutes', () => {
  it('come first on the day on which 02:30 comes twice: 25 October 2026', () => {
    expect(windows(paris('2026-10-18T02:30', rule({ count: 3 })))).toEqual([
      '2026-10-18T00:30 2026-10-18T02:00',
      '2026-10-25T00:30 2026-10-25T02:00',
      '2026-11-01T01:30 2026-11-01T03:00',
    ])
  })

  it('are an hour later on the day on which 02:30 does not exist: 28 March 2027', () => {
    expect(windows(paris('2027-03-21T02:30', rule({ until: '2027-04-04' })))).toEqual([
      '2027-03-21T01:30 2027-03-21T03:00',
      '2027-03-28T01:30 2027-03-28T03:00',
      '2027-04-04T00:30 2027-04-04T02:00',
    ])
  })

  it('come first again on 31 October 2027', () => {
    expect(windows(paris('2027-10-24T02:30', rule({ count: 3 })))).toEqual([
      '2027-10-24T00:30 2027-10-24T02:00',
      '2027-10-31T00:30 2027-10-31T02:00',
      '2027-11-07T01:30 2027-11-07T03:00',
    ])
  })
})

describe('a rule', () => {
  it('keeps the clock time across summer time, and elapsed time as its length', () => {
    expect(windows(paris('2027-03-27T23:00', rule({ frequency: 'daily', count: 2 }), 240))).toEqual([
      '2027-03-27T22:00 2027-03-28T02:00',
      '2027-03-28T21:00 2027-03-29T01:00',
    ])
  })

  it('of several weekdays takes those after the start first', () => {
    expect(days(paris('2026-12-02T02:00', rule({ weekdays: ['TU', 'WE'], count: 4 })))).toEqual([
      '2026-12-02',
      '2026-12-08',
      '2026-12-09',
      '2026-12-15',
    ])
  })

  it('of every second week counts calendar weeks from Monday', () => {
    expect(days(paris('2026-12-01T02:00', rule({ interval: 2, weekdays: ['MO'], count: 2 })))).toEqual([
      '2026-12-14',
      '2026-12-28',
    ])
  })

  it('skips months without its day, and knows 29 February', () => {
    expect(days(paris('2027-12-29T02:00', rule({ frequency: 'monthly', until: '2028-03-31' })))).toEqual([
      '2027-12-29',
      '2028-01-29',
      '2028-02-29',
      '2028-03-29',
    ])
    expect(days(paris('2026-12-31T02:00', rule({ frequency: 'monthly', count: 3 })))).toEqual([
      '2026-12-31',
      '2027-01-31',
      '2027-03-31',
    ])
  })

  it('of the second Tuesday, and of the last Saturday of the month', () => {
    const monthly = { frequency: 'monthly', monthlyBy: 'weekday', count: 3 } as const
    expect(days(paris('2026-12-08T02:00', rule(monthly)))).toEqual(['2026-12-08', '2027-01-12', '2027-02-09'])
    expect(days(paris('2027-01-30T02:00', rule(monthly)))).toEqual(['2027-01-30', '2027-02-27', '2027-03-27'])
  })

  it('includes its last day whole', () => {
    expect(days(paris('2026-12-01T23:30', rule({ until: '2026-12-08' })))).toEqual([
      '2026-12-01',
      '2026-12-08',
    ])
  })
})

describe('bounds', () => {
  const daily = { frequency: 'daily' } as const
  it.each([
    ['never ends', rule({}), 'maintenance.endMissing'],
    ['ends a day too late', rule({ until: '2028-12-02' }), 'maintenance.tooFar'],
    ['lasts 40 years', rule({ frequency: 'monthly', interval: 12, count: 40 }), 'maintenance.tooFar'],
    ['has one too many', rule({ ...daily, count: MAX_OCCURRENCES + 1 }), 'maintenance.tooMany'],
    ['has ten thousand', rule({ ...daily, count: 10_000 }), 'maintenance.tooMany'],
    ['ends before it begins', rule({ until: '2026-11-30' }), 'maintenance.noOccurrence'],
  ])('refuse a series that %s', (_, recurrence, code) => {
    expect(() => occurrencesOf(paris('2026-12-01T02:00', recurrence))).toThrow(
      expect.objectContaining({ kind: 'Invalid', code }),
    )
  })

  it('allow two years, and 400 occurrences', () => {
    expect(days(paris('2026-12-01T02:00', rule({ until: '2028-12-01' }))).at(-1)).toBe('2028-11-28')
    expect(days(paris('2026-12-01T02:00', rule({ ...daily, count: MAX_OCCURRENCES })))).toHaveLength(400)
  })

  it('refuse windows that overlap; one may begin as the other ends', () => {
    const each = (minutes: number) =>
      occurrencesOf(paris('2026-12-01T02:00', rule({ ...daily, count: 3 }), minutes))
    expect(each(24 * 60)).toHaveLength(3)
    expect(() => each(24 * 60 + 1)).toThrow(
      expect.objectContaining({ code: 'maintenance.occurrencesOverlap' }),
    )
  })

  it('refuse a day that does not exist', () => {
    expect(() => occurrencesOf(paris('2027-02-29T02:00', rule({ count: 1 })))).toThrow(RangeError)
  })
})

describe('the text of RFC 5545', () => {
  it.each([
    [rule({ weekdays: ['TU', 'TH'], until: '2027-03-31' }), 'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270331T215959Z'],
    [rule({ interval: 2, weekdays: ['TU'], count: 5 }), 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5'],
    [rule({ frequency: 'monthly', monthlyBy: 'weekday', count: 5 }), 'FREQ=MONTHLY;BYDAY=1TU;COUNT=5'],
    [rule({ frequency: 'daily', until: '2026-12-31' }), 'FREQ=DAILY;UNTIL=20261231T225959Z'],
  ])('%# is written and read again', (recurrence, text) => {
    const window = paris('2026-12-01T02:00', recurrence)
    expect(toRRule(window)).toBe(text)
    expect(fromRRule(text, 'Europe/Paris')).toEqual(recurrence)
  })

  it('means the same series after it was read again', () => {
    const anyRule = fc.record({
      frequency: fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const),
      interval: fc.integer({ min: 1, max: 6 }),
      weekdays: fc.subarray([...WEEKDAYS]),
      monthlyBy: fc.constantFrom('day' as const, 'weekday' as const),
      until: fc.date({ min: new Date('2027-03-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      day: fc.integer({ min: 1, max: 31 }),
    })
    fc.assert(
      fc.property(anyRule, ({ until, day, ...fields }) => {
        const recurrence = { ...fields, until: until.toISOString().slice(0, 10) }
        const window = paris(`2026-12-${String(day).padStart(2, '0')}T02:30`, recurrence, 60)
        const again = { ...window, recurrence: fromRRule(toRRule(window), window.timeZone) }
        const starts = windows(window)
        expect(windows(again)).toEqual(starts)
        expect(starts).toEqual([...new Set(starts)].sort())
      }),
      { numRuns: 60 },
    )
  })

  it('of others is refused', () => {
    expect(() => fromRRule('FREQ=HOURLY;COUNT=3', 'Europe/Paris')).toThrow(RangeError)
  })
})

describe('a rule in words', () => {
  it.each([
    [
      rule({ weekdays: ['TH', 'TU'], until: '2027-03-31' }),
      'Chaque mardi et jeudi à 02:00 (heure de Paris), jusqu’au 31 mars 2027.',
      'Every Tuesday and Thursday at 02:00 (Paris time), until 31 Mar 2027.',
    ],
    [
      rule({ interval: 2, count: 10 }),
      'Toutes les 2 semaines, mardi à 02:00 (heure de Paris), 10 fois.',
      'Every 2 weeks on Tuesday at 02:00 (Paris time), 10 times.',
    ],
    [
      rule({ frequency: 'monthly', count: 10 }),
      'Le 1er de chaque mois à 02:00 (heure de Paris), 10 fois.',
      'On the first day of every month at 02:00 (Paris time), 10 times.',
    ],
    [
      rule({ frequency: 'monthly', monthlyBy: 'weekday', interval: 3, count: 4 }),
      'Tous les 3 mois, le premier mardi à 02:00 (heure de Paris), 4 fois.',
      'Every 3 months, on the first Tuesday at 02:00 (Paris time), 4 times.',
    ],
    [
      rule({ frequency: 'daily', count: 1 }),
      'Chaque jour à 02:00 (heure de Paris), une seule fois.',
      'Every day at 02:00 (Paris time), once.',
    ],
  ])('%# reads in both languages', (recurrence, french, english) => {
    const window = paris('2026-12-01T02:00', recurrence)
    expect(recurrenceSentence(translator('fr'), 'fr', window)).toBe(french)
    expect(recurrenceSentence(translator('en'), 'en', window)).toBe(english)
  })

  it('says that shorter months are skipped', () => {
    const window = paris('2026-12-31T02:00', rule({ frequency: 'monthly', count: 3 }))
    expect(recurrenceSentence(translator('fr'), 'fr', window)).toBe(
      'Le 31 de chaque mois (les mois sans 31 sont sautés) à 02:00 (heure de Paris), 3 fois.',
    )
  })
})
