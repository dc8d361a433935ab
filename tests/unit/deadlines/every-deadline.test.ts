import { describe, expect, test } from 'vitest'
import { type LedgerEntry, readClock } from '#app/domain/deadlines/clock.ts'
import { otherHolidays, PLACES } from '#tests/factories/other-calendar.ts'

const DAY_MS = 86_400_000
const YEARS = [2026, 2027, 2028, 2029, 2030]

/** Days as numbers since 1970 and their names, without the calendar that is being proved. */
const nameOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)
const dayOf = (name: string) => Date.parse(`${name}T00:00:00Z`) / DAY_MS
const FIRST = dayOf('2026-01-01')
const LAST = dayOf('2030-12-31')
const everyDay = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index)

/** The same day, or the first one after it that is neither weekend nor in the other calendar. */
function businessDay(day: number, holidays: ReadonlySet<string>): number {
  const weekday = new Date(day * DAY_MS).getUTCDay()
  const isFree = weekday === 0 || weekday === 6 || holidays.has(nameOf(day))
  return isFree ? businessDay(day + 1, holidays) : day
}

const inParis = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
})
/** What a clock on a wall in Paris shows, to the second. */
const wall = (instant: Date) => inParis.format(instant)

function expectEndOf(deadlineAt: Date | null, day: number) {
  const end = deadlineAt as Date
  expect(wall(end)).toBe(`${nameOf(day)} 23:59:59`)
  expect(wall(new Date(end.getTime() + 1))).toBe(`${nameOf(day + 1)} 00:00:00`)
}

/** Noon, the last and the first minute of a day in Paris: the latter two are of another day in UTC for half the year. */
function momentsOf(day: number): Date[] {
  const utc = (hour: number, minute: number) => new Date(day * DAY_MS + (hour * 60 + minute) * 60_000)
  const isOf = (at: Date, which: number) => wall(at).slice(0, 10) === nameOf(which)
  const last = [utc(21, 59), utc(22, 59)].find((at) => isOf(new Date(at.getTime() + 60_000), day + 1))
  const first = [utc(-2, 0), utc(-1, 0)].find(
    (at) => isOf(at, day) && isOf(new Date(at.getTime() - 1), day - 1),
  )
  return [utc(12, 0), last as Date, first as Date]
}

const entry = (kind: LedgerEntry['kind'], at: Date, given: Partial<LedgerEntry>): LedgerEntry => ({
  kind,
  at,
  days: null,
  date: null,
  cause: 'requested',
  ...given,
})

describe.each(PLACES)('on every day of 2026 to 2030, in %s', (code) => {
  const holidays = otherHolidays(code, [...YEARS, 2031])

  test('a date given holds to its end, or to that of the next business day', () => {
    const at = new Date('2025-12-01T09:00:00Z')
    for (const day of everyDay) {
      const { deadlineAt } = readClock([entry('set', at, { date: nameOf(day) })], code, at)
      expectEndOf(deadlineAt, businessDay(day, holidays))
    }
  })

  test('thirty days end where the other calendar puts them, from whatever minute of the day', () => {
    for (const day of everyDay) {
      const at = momentsOf(day)[day % 3] as Date
      expect(wall(at).slice(0, 10)).toBe(nameOf(day))
      const { deadlineAt } = readClock([entry('started', at, { days: 30 })], code, at)
      expectEndOf(deadlineAt, businessDay(day + 30, holidays))
    }
  })
})

test('29 February 2028, a Tuesday, is a day like others, and the next ones are in 2032 and never 2027', () => {
  const at = new Date('2028-01-30T09:00:00Z')
  const end = (entries: LedgerEntry[]) => readClock(entries, '75', at).deadlineAt
  expectEndOf(end([entry('started', at, { days: 30 })]), dayOf('2028-02-29'))
  expectEndOf(end([entry('set', at, { date: '2028-02-29' })]), dayOf('2028-02-29'))
  expectEndOf(end([entry('set', at, { date: '2032-02-29' })]), dayOf('2032-03-01'))
  for (const date of ['2027-02-29', '2029-02-29', '2030-02-29', '2100-02-29']) {
    expect(() => end([entry('set', at, { date })])).toThrow(RangeError)
  }
})

test('both changes of the hour: a pause over each is as many days as the calendar shows', () => {
  for (const [from, paused, resumed, last] of [
    ['2026-03-20', '2026-03-28T22:30:00Z', '2026-03-29T22:30:00Z', '2026-04-21'],
    ['2026-10-16', '2026-10-24T21:30:00Z', '2026-10-25T22:30:00Z', '2026-11-16'],
  ] as const) {
    const started = new Date(`${from}T09:00:00Z`)
    const entries = [
      entry('started', started, { days: 30 }),
      entry('paused', new Date(paused), {}),
      entry('resumed', new Date(resumed), { days: 0 }),
    ]
    expectEndOf(readClock(entries, '75', started).deadlineAt, dayOf(last))
  }
})

test('an unknown département has no deadline, rather than that of another', () => {
  const at = new Date('2026-03-02T09:00:00Z')
  for (const code of ['', '20', '96', '99', '00', 'FR', '2a', '9740']) {
    expect(() => readClock([entry('started', at, { days: 30 })], code, at)).toThrow(
      `no such département: ${code}`,
    )
  }
})
