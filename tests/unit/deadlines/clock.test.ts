import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBusinessDay } from '#app/domain/calendar/business-days.ts'
import { daysBetween, endOfDay, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { type LedgerEntry, readClock } from '#app/domain/deadlines/clock.ts'
import { dueBucket } from '#app/domain/due/due-bucket.ts'

const noon = (day: string) => new Date(`${day}T11:00:00Z`)
const started = (day: string, days: number): LedgerEntry => ({
  kind: 'started',
  at: noon(day),
  days,
  date: null,
  cause: 'requested',
})
const paused = (day: string): LedgerEntry => ({
  kind: 'paused',
  at: noon(day),
  days: null,
  date: null,
  cause: 'submitted',
})
const resumed = (day: string, leastDays = 0): LedgerEntry => ({
  kind: 'resumed',
  at: noon(day),
  days: leastDays,
  date: null,
  cause: 'rejected',
})
const extended = (day: string, days: number): LedgerEntry => ({
  kind: 'extended',
  at: noon(day),
  days,
  date: null,
  cause: 'officer',
})
const set = (day: string, date: string): LedgerEntry => ({
  kind: 'set',
  at: noon(day),
  days: null,
  date,
  cause: 'officer',
})
const lastDay = (entries: LedgerEntry[], at = '2026-12-31') => {
  const { deadlineAt } = readClock(entries, '75', noon(at))
  return deadlineAt && parisDay(deadlineAt).toString()
}

describe('the deadline', () => {
  test('is the end of the thirtieth day in Paris', () => {
    const reading = readClock([started('2026-03-02', 30)], '75', noon('2026-03-14'))
    expect(reading.deadlineAt?.toISOString()).toBe('2026-04-01T21:59:59.999Z')
    expect(reading).toMatchObject({ daysUsed: 12, daysTotal: 30, daysLeft: 18, pausedSince: null })
  })

  test('on a Saturday moves to the Monday, and to Tuesday where that is Easter Monday', () => {
    expect(lastDay([started('2026-01-29', 30)])).toBe('2026-03-02')
    expect(lastDay([started('2026-03-05', 30)])).toBe('2026-04-07')
  })

  test('follows the public holidays of the département', () => {
    const entries = [set('2026-03-01', '2026-04-03')]
    expect(readClock(entries, '75', noon('2026-03-01')).deadlineAt).toEqual(endOfDay(plainDay('2026-04-03')))
    expect(readClock(entries, '67', noon('2026-03-01')).deadlineAt).toEqual(endOfDay(plainDay('2026-04-07')))
  })

  test('counts days of Paris: half past midnight there is a new day, though it is not in UTC', () => {
    const lateEvening = { ...started('2026-07-01', 1), at: new Date('2026-07-01T21:30:00Z') }
    const pastMidnight = { ...started('2026-07-01', 1), at: new Date('2026-07-01T22:30:00Z') }
    expect(lastDay([lateEvening])).toBe('2026-07-02')
    expect(lastDay([pastMidnight])).toBe('2026-07-03')
  })

  test('stands still while paused and says since when and why', () => {
    const reading = readClock([started('2026-03-02', 30), paused('2026-03-14')], '75', noon('2026-09-01'))
    expect(reading).toMatchObject({
      deadlineAt: null,
      daysUsed: 12,
      daysTotal: 30,
      daysLeft: 18,
      pausedSince: noon('2026-03-14'),
      pausedCause: 'submitted',
    })
  })

  test('resumes with what was left', () => {
    const entries = [started('2026-03-02', 30), paused('2026-03-14'), resumed('2026-03-24')]
    const reading = readClock(entries, '75', noon('2026-03-25'))
    expect(reading).toMatchObject({ daysUsed: 13, daysTotal: 30 })
    expect(lastDay(entries)).toBe('2026-04-13')
  })

  test('leaves at least the floor after a rejection: below it, at it, above it', () => {
    const rejectedWith = (left: number) => [
      started('2026-03-02', 30),
      paused(plainDay('2026-04-01').subtract({ days: left }).toString()),
      resumed('2026-06-01', 7),
    ]
    expect(lastDay(rejectedWith(6))).toBe('2026-06-08')
    expect(lastDay(rejectedWith(7))).toBe('2026-06-08')
    expect(lastDay(rejectedWith(8))).toBe('2026-06-09')
    expect(lastDay([started('2026-03-02', 30), paused('2026-05-01'), resumed('2026-06-01', 7)])).toBe(
      '2026-06-08',
    )
  })

  test('a second pause before the first has ended changes nothing', () => {
    const once = [started('2026-03-02', 30), paused('2026-03-10'), resumed('2026-03-20')]
    const twice = [
      started('2026-03-02', 30),
      paused('2026-03-10'),
      paused('2026-03-15'),
      resumed('2026-03-20'),
    ]
    expect(lastDay(twice)).toBe(lastDay(once))
  })

  test('a date given during a pause holds from the day on which it was given', () => {
    const entries = [started('2026-03-02', 30), paused('2026-03-10'), set('2026-03-15', '2026-04-15')]
    expect(lastDay([...entries, resumed('2026-03-15')])).toBe('2026-04-15')
    expect(lastDay([...entries, resumed('2026-03-20')])).toBe('2026-04-20')
  })

  test('there is none without a date, whatever else happens', () => {
    expect(lastDay([])).toBeNull()
    expect(lastDay([paused('2026-03-02'), resumed('2026-03-09', 7), extended('2026-03-10', 5)])).toBeNull()
  })
})

/** Days after the start, at any minute of the day, of a random ledger of pauses, resumptions and extensions. */
const ledgers = fc
  .array(
    fc.record({
      kind: fc.constantFrom('paused' as const, 'resumed' as const, 'extended' as const),
      gapDays: fc.integer({ min: 0, max: 40 }),
      days: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 14 },
  )
  .map((steps) => {
    let day = plainDay('2026-02-20')
    return steps.map(({ kind, gapDays, days }) => {
      day = day.add({ days: gapDays })
      if (kind === 'paused') return paused(day.toString())
      return kind === 'resumed' ? resumed(day.toString()) : extended(day.toString(), days)
    })
  })
const anyDay = fc
  .integer({ min: 0, max: 1500 })
  .map((n) => plainDay('2026-01-01').add({ days: n }).toString())
const LATER = '2032-01-05'
const begin = started('2026-02-20', 30)

describe('for every ledger', () => {
  test('time given = time run + time left: no pause gains or loses a day', () => {
    fc.assert(
      fc.property(ledgers, (steps) => {
        const given = 30 + steps.reduce((sum, s) => sum + (s.kind === 'extended' ? (s.days ?? 0) : 0), 0)
        const reading = readClock([begin, ...steps], '75', noon(LATER))
        expect(reading.daysTotal).toBe(given)
        // Counted independently: each day of the calendar on which the clock was not stopped.
        let [runs, since, expected] = [true, plainDay('2026-02-20'), 0]
        for (const step of steps) {
          const day = parisDay(step.at)
          if (step.kind === 'paused' && runs) [runs, expected] = [false, expected + daysBetween(since, day)]
          if (step.kind === 'resumed' && !runs) [runs, since] = [true, day]
        }
        if (runs) expected += daysBetween(since, plainDay(LATER))
        expect(reading.daysUsed).toBe(expected)
      }),
    )
  })

  test('an extension never brings the deadline forward, and a longer one never less than a shorter', () => {
    fc.assert(
      fc.property(ledgers, fc.nat(30), fc.nat(30), (steps, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)]
        const end = (days: number) =>
          readClock([begin, ...steps, resumed(LATER), extended(LATER, days)], '75', noon(LATER))
            .deadlineAt as Date
        expect(end(long).getTime()).toBeGreaterThanOrEqual(end(short).getTime())
        expect(end(short).getTime()).toBeGreaterThanOrEqual(end(0).getTime())
      }),
    )
  })

  test('a pause that ends on its own day is neutral', () => {
    fc.assert(
      fc.property(ledgers, (steps) => {
        const running = [begin, ...steps, resumed(LATER)]
        const blink = [...running, paused(LATER), resumed(LATER)]
        expect(readClock(blink, '75', noon(LATER))).toEqual(readClock(running, '75', noon(LATER)))
      }),
    )
  })

  test('the deadline is the last millisecond of a business day, also across both changes of the hour', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom('75', '68', '974'),
        (day, days, code) => {
          const { deadlineAt } = readClock([started(day, days)], code, noon(day))
          const last = parisDay(deadlineAt as Date)
          expect(isBusinessDay(last, code)).toBe(true)
          expect(deadlineAt).toEqual(endOfDay(last))
          expect(daysBetween(plainDay(day), last)).toBeGreaterThanOrEqual(days)
          expect(daysBetween(plainDay(day), last)).toBeLessThanOrEqual(days + 5)
        },
      ),
    )
  })

  test('the hour of the day of an entry does not matter', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 22 * 60 }), (steps, minutes) => {
        const shifted = steps.map((s) => {
          const midnight = endOfDay(parisDay(s.at).subtract({ days: 1 })).getTime() + 1
          return { ...s, at: new Date(midnight + minutes * 60_000) }
        })
        const [a, b] = [steps, shifted].map((s) => readClock([begin, ...s], '75', noon(LATER)))
        expect([a?.deadlineAt, a?.daysUsed, a?.daysTotal]).toEqual([b?.deadlineAt, b?.daysUsed, b?.daysTotal])
      }),
    )
  })
})

describe('the due bucket', () => {
  const deadline = endOfDay(plainDay('2026-03-10'))
  const at = (offsetMs: number) => new Date(deadline.getTime() + offsetMs)

  test('is past due one millisecond after the deadline, not at it', () => {
    expect(dueBucket('requested', deadline, at(-1))).toBe('currently_due')
    expect(dueBucket('requested', deadline, at(0))).toBe('currently_due')
    expect(dueBucket('requested', deadline, at(1))).toBe('past_due')
    expect(dueBucket('rejected', deadline, at(1))).toBe('past_due')
  })

  test('is eventually due without a date, and with us while we check', () => {
    expect(dueBucket('requested', null, at(0))).toBe('eventually_due')
    expect(dueBucket('submitted', deadline, at(1))).toBe('pending_verification')
    expect(dueBucket('in_review', null, at(1))).toBe('pending_verification')
  })

  test.each(['approved', 'waived', 'cancelled'] as const)('is satisfied once %s', (status) => {
    expect(dueBucket(status, deadline, at(1))).toBe('satisfied')
  })
})
