import { describe, expect, test } from 'vitest'
import type { WholeEntry } from '#app/domain/deadlines/clock.ts'
import { owedDays } from '#app/domain/outages/owed-days.ts'
import { type Span, storeSpans } from '#app/domain/outages/spans.ts'

const at = (text: string) => new Date(`2026-${text}Z`)
const span = (from: string, until: string): Span => ({ from: at(from), until: at(until) })
const entry = (kind: WholeEntry['kind'], when: string, given: Partial<WholeEntry> = {}): WholeEntry => ({
  kind,
  at: at(when),
  days: null,
  date: null,
  cause: 'test',
  incidentId: null,
  outage: null,
  ...given,
})
const started = (when: string, days = 30) => entry('started', when, { days })
const given = (when: string, incidentId: string, days: number, ...spans: Span[]) =>
  entry('extended', when, { days, cause: 'fair_clock', incidentId, outage: storeSpans(spans) })

/** Asked on 2 March 2026; thirty days end on 1 April. */
const BEGUN = started('03-02T09:00')
const of = (...spans: Span[]) => ({ incidentId: 'a', spans })
const owed = (entries: WholeEntry[], outage = of(), others: Parameters<typeof owedDays>[3] = []) =>
  owedDays(entries, '75', outage, others).days

describe('an outage gives its length in whole days, rounded up', () => {
  test.each([
    ['a minute', '03-10T10:00', '03-10T10:01', 1],
    ['24 hours exactly', '03-10T10:00', '03-11T10:00', 1],
    ['24 hours and a minute', '03-10T10:00', '03-11T10:01', 2],
    ['from one evening to the next morning', '03-10T21:00', '03-11T06:00', 1],
    ['a day of 23 hours, in March', '03-28T23:00', '03-29T22:00', 1],
    ['three days and a half', '03-10T00:00', '03-13T12:00', 4],
    ['no time at all', '03-10T10:00', '03-10T10:00', 0],
  ])('%s', (_, from, until, days) => {
    expect(owed([BEGUN], of(span(from, until)))).toBe(days)
  })

  test('a day of 25 hours, in October, is longer than a day', () => {
    const whole = of(span('10-24T22:00', '10-25T23:00'))
    expect(owed([started('10-20T09:00')], whole)).toBe(2)
  })

  test('several parts of one incident are rounded up together', () => {
    const parts = of(span('03-10T10:00', '03-10T18:00'), span('03-12T10:00', '03-12T18:00'))
    expect(owed([BEGUN], parts)).toBe(1)
  })
})

describe('only what the clock ran through counts', () => {
  const outage = of(span('03-10T00:00', '03-13T00:00'))
  test.each<[string, WholeEntry[], number]>([
    ['running all the time', [BEGUN], 3],
    ['asked in the midst of it', [started('03-12T12:00')], 1],
    ['asked at its end', [started('03-13T00:00')], 0],
    ['asked after it', [started('03-14T00:00')], 0],
    ['without a date', [], 0],
    ['dated in the midst of it', [entry('set', '03-11T12:00', { date: '2026-04-30' })], 2],
    ['with us before it began', [BEGUN, entry('paused', '03-09T09:00')], 0],
    ['sent in the midst of it', [BEGUN, entry('paused', '03-11T00:00')], 1],
    [
      'refused in the midst of it',
      [BEGUN, entry('paused', '03-09T09:00'), entry('resumed', '03-11T12:00', { days: 7 })],
      2,
    ],
    [
      'with us for a while in the midst of it',
      [BEGUN, entry('paused', '03-11T00:00'), entry('resumed', '03-12T00:00', { days: 7 })],
      2,
    ],
    ['with us after it', [BEGUN, entry('paused', '03-13T09:00')], 3],
    ['on the last day when it began', [started('03-05T09:00', 5)], 3],
    ['ending in the midst of it', [started('03-05T09:00', 6)], 3],
    ['overdue since the evening before', [started('03-04T09:00', 5)], 0],
    [
      'overdue, and given more days in the midst of it',
      [started('03-04T09:00', 5), entry('extended', '03-11T00:00', { days: 10 })],
      2,
    ],
  ])('%s', (_, entries, days) => {
    expect(owed(entries, outage)).toBe(days)
  })

  test('a clock that an earlier outage kept alive runs, though that was written down later', () => {
    // Ends on Monday 9 March; the outage before it gave two days, entered on the 20th.
    const ended = started('03-04T09:00', 5)
    const before = given('03-20T09:00', 'b', 2, span('03-07T00:00', '03-08T12:00'))
    expect(owed([ended, before], outage)).toBe(3)
  })
})

describe('each moment is given once', () => {
  const a = of(span('03-10T00:00', '03-10T10:00'))
  const b = (from: string, until: string) => ({ incidentId: 'b', spans: [span(from, until)] })

  test.each<[string, ReturnType<typeof b>, number, number]>([
    // [what, the other outage, days for both in all, days of `a` when it comes second]
    ['the same time twice', b('03-10T00:00', '03-10T10:00'), 1, 0],
    ['one within the other', b('03-10T02:00', '03-10T03:00'), 1, 0],
    ['two that overlap within a day', b('03-10T05:00', '03-10T15:00'), 1, 0],
    ['two that overlap and last longer than a day together', b('03-10T05:00', '03-11T05:00'), 2, 1],
    ['one that follows without a gap', b('03-10T10:00', '03-10T20:00'), 1, 0],
    ['one that follows after a gap', b('03-10T12:00', '03-10T20:00'), 2, 1],
    ['one of another week', b('03-20T00:00', '03-20T10:00'), 2, 1],
  ])('%s', (_, other, inAll, second) => {
    const first = owed([BEGUN], other)
    const ledger = [BEGUN, given('03-25T09:00', 'b', first, ...other.spans)]
    const then = owed(ledger, a, [other])
    expect(then).toBe(second)
    expect(first + then).toBe(inAll)
    // The other way round it is the same in all.
    const early = owed([BEGUN], a)
    const reversed = [BEGUN, given('03-25T09:00', 'a', early, ...a.spans)]
    expect(early + owed(reversed, other, [a])).toBe(inAll)
  })

  test('three in a row that only hang together through the middle one', () => {
    const middle = b('03-10T08:00', '03-10T20:00')
    const last = { incidentId: 'c', spans: [span('03-10T18:00', '03-11T06:00')] }
    // 30 hours in all: two days, in whatever order.
    expect(owed([BEGUN], a, [middle, last])).toBe(2)
    const ledger = [BEGUN, given('03-25T09:00', 'a', 1, ...a.spans)]
    expect(owed(ledger, last, [a, middle])).toBe(1)
    expect(owed([...ledger, given('03-25T10:00', 'c', 1, ...last.spans)], middle, [a, last])).toBe(0)
  })
})

describe('a correction adds, and never takes back', () => {
  const gave = (days: number, ...spans: Span[]) => [BEGUN, given('03-15T09:00', 'a', days, ...spans)]
  const day = span('03-10T00:00', '03-11T00:00')

  test.each<[string, Span[], number]>([
    ['as it was', [day], 0],
    ['longer within the day', [span('03-10T00:00', '03-10T23:00')], 0],
    ['longer by an hour', [span('03-09T23:00', '03-11T00:00')], 1],
    ['three days longer', [span('03-10T00:00', '03-14T00:00')], 3],
    ['shorter', [span('03-10T10:00', '03-10T11:00')], 0],
    ['of another day', [span('03-12T00:00', '03-13T00:00')], 0],
    ['deleted', [], 0],
  ])('%s', (_, spans, more) => {
    expect(owed(gave(1, day), of(...spans))).toBe(more)
  })

  test('deleted and entered anew under another name, it is not given twice', () => {
    const anew = { incidentId: 'z', spans: [day] }
    expect(owed(gave(1, day), anew, [of()])).toBe(0)
    expect(owed(gave(1, day), { ...anew, spans: [span('03-10T00:00', '03-11T12:00')] }, [of()])).toBe(1)
  })

  test('shortened and then lengthened again, it gives what is missing alone', () => {
    expect(owed(gave(2, span('03-10T00:00', '03-12T00:00')), of(span('03-10T00:00', '03-13T00:00')))).toBe(1)
  })
})
