import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBusinessDay, onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { daysBetween, endOfDay, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import { type Outage, owedDays } from '#app/domain/outages/owed-days.ts'
import { storeSpans, union, wholeDays } from '#app/domain/outages/spans.ts'
import { PLACES } from '#tests/factories/other-calendar.ts'

const RUNS = { numRuns: 1_000 }
const MINUTE_MS = 60_000
const STEP_MS = 10 * MINUTE_MS
const STEPS_A_DAY = 144

/** What happens to a clock, and how many minutes after what happened before. */
type Event = { afterMinutes: number } & (
  | { kind: 'started' | 'extended' | 'resumed'; days: number }
  | { kind: 'set'; days: number }
  | { kind: 'paused' }
)

const days = (max: number) => fc.integer({ min: 0, max })
const floor = fc.constantFrom(0, 7)
/** Within the hour, within days, within weeks: so that things meet on one day and over both changes of the hour. */
const gap = fc.oneof(
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 0, max: 4_000 }),
  fc.integer({ min: 0, max: 60_000 }),
)
const event = (kinds: readonly Event['kind'][]): fc.Arbitrary<Event> =>
  fc.tuple(fc.constantFrom(...kinds), gap, days(45), floor).map(([kind, afterMinutes, given, least]) => {
    if (kind === 'paused') return { kind, afterMinutes }
    return { kind, afterMinutes, days: kind === 'resumed' ? least : given }
  })
const ALL = ['started', 'set', 'paused', 'resumed', 'extended'] as const
const events = fc.array(event(ALL), { maxLength: 12 })
/** From the evening before, until after, either change of the hour, or any minute of five years. */
const beginning = fc.oneof(
  fc.integer({ min: 0, max: 5 * 365 * 1440 }).map((m) => new Date(Date.UTC(2026, 0, 1) + m * MINUTE_MS)),
  fc
    .tuple(
      fc.constantFrom('2026-03-27', '2026-10-23', '2028-02-28', '2027-03-26'),
      fc.integer({ min: 0, max: 5_000 }),
    )
    .map(([day, m]) => new Date(Date.parse(day) + m * MINUTE_MS)),
)
const place = fc.constantFrom(...PLACES)

/** The entries that these events leave, the first at `from`. */
function ledger(from: Date, happened: readonly Event[]): WholeEntry[] {
  let at = from.getTime()
  return happened.map((one) => {
    at += one.afterMinutes * MINUTE_MS
    const when = new Date(at)
    return {
      kind: one.kind,
      at: when,
      days: one.kind === 'paused' || one.kind === 'set' ? null : one.days,
      date: one.kind === 'set' ? parisDay(when).add({ days: one.days }).toString() : null,
      cause: 'test',
      incidentId: null,
      outage: null,
    }
  })
}

/** A merchant's calendar on the wall: each midnight in Paris a day is torn off, of those left or of those paused. */
function onTheWall(entries: readonly WholeEntry[], until: Date) {
  const state = { dated: false, left: 0, used: 0, paused: 0, stopped: false }
  let today = parisDay(entries[0]?.at ?? until)
  const tearTo = (at: Date) => {
    for (; daysBetween(today, parisDay(at)) > 0; today = today.add({ days: 1 })) {
      if (!state.dated) continue
      if (state.stopped) state.paused += 1
      else {
        state.used += 1
        state.left -= 1
      }
    }
  }
  for (const { kind, at, days: given, date } of entries) {
    tearTo(at)
    if (kind === 'started') Object.assign(state, { dated: true, left: given })
    if (kind === 'set') Object.assign(state, { dated: true, left: daysBetween(today, plainDay(date ?? '')) })
    if (kind === 'paused') state.stopped = true
    if (kind === 'extended') state.left += given ?? 0
    if (kind === 'resumed') {
      state.stopped = false
      if (given) state.left = Math.max(state.left, given)
    }
    if (!state.dated) state.left = 0
  }
  tearTo(until)
  return { ...state, today }
}

describe('for every ledger that can come about', () => {
  test('the reading is what tearing off a calendar gives: days used, left and paused add up', () => {
    fc.assert(
      fc.property(beginning, events, gap, place, (from, happened, later, code) => {
        const entries = ledger(from, happened)
        const at = new Date((entries.at(-1)?.at ?? from).getTime() + later * MINUTE_MS)
        const wall = onTheWall(entries, at)
        const reading = readClock(entries, code, at)
        if (!wall.dated) {
          expect(reading).toMatchObject({ deadlineAt: null, daysUsed: null, daysTotal: null, daysLeft: null })
          return
        }
        expect(reading.daysUsed).toBe(wall.used)
        expect(reading.daysTotal).toBe(wall.used + wall.left)
        expect(daysBetween(parisDay(reading.startedAt as Date), parisDay(at))).toBe(wall.used + wall.paused)
        if (wall.stopped) {
          expect(reading).toMatchObject({ deadlineAt: null, daysLeft: wall.left })
          return
        }
        const last = onOrAfterBusinessDay(wall.today.add({ days: wall.left }), code)
        expect(reading.deadlineAt).toEqual(endOfDay(last))
        expect(isBusinessDay(last, code)).toBe(true)
      }),
      RUNS,
    )
  })

  test('the deadline does not depend on when it is read', () => {
    fc.assert(
      fc.property(beginning, events, gap, gap, place, (from, happened, soon, late, code) => {
        const entries = ledger(from, happened)
        const end = entries.at(-1)?.at ?? from
        const [a, b] = [soon, late].map((m) =>
          readClock(entries, code, new Date(end.getTime() + m * MINUTE_MS)),
        )
        expect([a?.deadlineAt, a?.daysTotal, a?.pausedSince]).toEqual([
          b?.deadlineAt,
          b?.daysTotal,
          b?.pausedSince,
        ])
      }),
      RUNS,
    )
  })

  test('a pause cut in two at any minute is the same pause', () => {
    fc.assert(
      fc.property(beginning, events, fc.nat(60_000), gap, place, (from, before, length, rest, code) => {
        const entries = ledger(from, [
          { kind: 'started', days: 30, afterMinutes: 0 },
          ...before,
          { kind: 'paused', afterMinutes: 0 },
          { kind: 'resumed', days: 0, afterMinutes: length },
        ])
        const cutAt = new Date((entries.at(-2)?.at.getTime() ?? 0) + (length >> 1) * MINUTE_MS)
        const cut = [
          ...entries.slice(0, -1),
          { ...(entries.at(-1) as WholeEntry), at: cutAt },
          { ...(entries.at(-2) as WholeEntry), at: cutAt },
          ...entries.slice(-1),
        ]
        const at = new Date((entries.at(-1)?.at ?? from).getTime() + rest * MINUTE_MS)
        expect(readClock(cut, code, at)).toEqual(readClock(entries, code, at))
      }),
      RUNS,
    )
  })

  test('it does not matter when, among pauses, days were added', () => {
    const pauses = fc.array(event(['paused', 'extended']), { maxLength: 8 })
    fc.assert(
      fc.property(
        beginning,
        pauses,
        fc.nat(8),
        days(30),
        gap,
        place,
        (from, happened, index, more, later, code) => {
          // Every second one ends the pause before it, with nothing but what was left.
          const calm = happened.flatMap((one): Event[] =>
            one.kind === 'paused' ? [one, { kind: 'resumed', days: 0, afterMinutes: 700 }] : [one],
          )
          const entries = ledger(from, [{ kind: 'started', days: 30, afterMinutes: 0 }, ...calm])
          const added = { ...(entries[0] as WholeEntry), kind: 'extended' as const, days: more }
          const place = 1 + (index % entries.length)
          const early = entries.toSpliced(place, 0, { ...added, at: entries[place - 1]?.at as Date })
          const late = [...entries, { ...added, at: entries.at(-1)?.at as Date }]
          const at = new Date((entries.at(-1)?.at ?? from).getTime() + later * MINUTE_MS)
          expect(readClock(early, code, at)).toEqual(readClock(late, code, at))
        },
      ),
      RUNS,
    )
  })

  test('no event but a date of its own ever brings the deadline forward', () => {
    const kinds = ['paused', 'resumed', 'extended'] as const
    fc.assert(
      fc.property(beginning, events, event(kinds), place, (from, happened, one, code) => {
        const entries = ledger(from, [{ kind: 'started', days: 30, afterMinutes: 0 }, ...happened, one])
        const at = entries.at(-1)?.at as Date
        const [before, after] = [entries.slice(0, -1), entries].map((e) => readClock(e, code, at))
        expect(after?.daysTotal).toBeGreaterThanOrEqual(before?.daysTotal as number)
        if (before?.deadlineAt && after?.deadlineAt) {
          expect(after.deadlineAt.getTime()).toBeGreaterThanOrEqual(before.deadlineAt.getTime())
        }
      }),
      RUNS,
    )
  })
})

describe('for every ledger and all outages', () => {
  /** In steps of ten minutes: when it begins, counted from the request, and how long it is. */
  const part = fc.tuple(fc.integer({ min: -300, max: 6_000 }), fc.integer({ min: 1, max: 600 }))
  const outages = fc.array(fc.array(part, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
  const begun = (days: number, kinds: readonly Event['kind'][]) =>
    fc
      .tuple(beginning, fc.array(event(kinds), { maxLength: 5 }))
      .map(([from, happened]) => ledger(from, [{ kind: 'started', days, afterMinutes: 0 }, ...happened]))
  const named = (
    entries: readonly WholeEntry[],
    drawn: readonly (readonly (readonly [number, number])[])[],
  ): Outage[] => {
    const from = entries[0]?.at.getTime() ?? 0
    return drawn.map((spans, index) => ({
      incidentId: String(index),
      spans: union(
        spans.map(([start, length]) => ({
          from: new Date(from + start * STEP_MS),
          until: new Date(from + (start + length) * STEP_MS),
        })),
      ),
    }))
  }
  const byBeginning = (a: Outage, b: Outage) => Number(a.spans[0]?.from) - Number(b.spans[0]?.from)
  const AFTER = new Date('2034-01-01T00:00:00Z')

  /** What a run gives: the outages in their order, each beside the others, until nothing more is owed. */
  function settled(entries: readonly WholeEntry[], code: string, all: readonly Outage[]): WholeEntry[] {
    const soFar = [...entries]
    for (const outage of [...all].sort(byBeginning)) {
      const others = all.filter((one) => one !== outage)
      const { days: more, moments } = owedDays(soFar, code, outage, others)
      if (more === 0) continue
      soFar.push({
        kind: 'extended',
        at: AFTER,
        days: more,
        date: null,
        cause: 'fair_clock',
        incidentId: outage.incidentId,
        outage: storeSpans(moments),
      })
    }
    return soFar.length === entries.length ? soFar : settled(soFar, code, all)
  }
  const totalOf = (entries: readonly WholeEntry[]) =>
    entries.reduce((sum, one) => sum + (one.incidentId ? (one.days ?? 0) : 0), 0)

  test('a second run gives nothing, and no run brings a deadline forward', () => {
    fc.assert(
      fc.property(begun(30, ALL), outages, place, (entries, drawn, code) => {
        const all = named(entries, drawn)
        const once = settled(entries, code, all)
        expect(settled(once, code, all)).toEqual(once)
        // One by itself is done at once, whatever parts it has.
        const [one] = all as [Outage]
        expect(settled(entries, code, [one]).length).toBeLessThanOrEqual(entries.length + 1)
        const [before, after] = [entries, once].map((e) => readClock(e, code, AFTER))
        expect(after?.daysTotal).toBe((before?.daysTotal as number) + totalOf(once))
        if (before?.deadlineAt) {
          expect(after?.deadlineAt?.getTime()).toBeGreaterThanOrEqual(before.deadlineAt.getTime())
        }
      }),
      RUNS,
    )
  })

  test('a clock that runs all the time gets each moment once, rounded up by what hangs together', () => {
    fc.assert(
      fc.property(beginning, outages, place, (from, drawn, code) => {
        const entries = ledger(from, [{ kind: 'started', days: 400, afterMinutes: 0 }])
        const all = named(entries, drawn)
        // Counted step by step: what each incident darkens, joined where two of them touch.
        const steps = all.map(({ spans }) => {
          const dark = new Set<number>()
          for (const span of spans) {
            for (let n = Math.max(0, stepOf(span.from, from)); n < stepOf(span.until, from); n += 1)
              dark.add(n)
          }
          return dark
        })
        expect(totalOf(settled(entries, code, all))).toBe(
          joined(steps).reduce((sum, dark) => sum + Math.ceil(dark.size / STEPS_A_DAY), 0),
        )
      }),
      RUNS,
    )
  })

  test('told in any order, outages give no less to a clock in time, and no more than each would alone', () => {
    fc.assert(
      fc.property(
        begun(400, ['paused', 'resumed', 'extended']),
        outages,
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        place,
        (entries, drawn, ranks, code) => {
          const all = named(entries, drawn)
          const known: Outage[] = []
          let told = [...entries]
          for (const one of ranks.flatMap((rank) => all[rank] ?? [])) {
            known.push(one)
            told = settled(told, code, known)
          }
          expect(totalOf(told)).toBeGreaterThanOrEqual(totalOf(settled(entries, code, all)))
          expect(totalOf(told)).toBeLessThanOrEqual(all.reduce((sum, { spans }) => sum + wholeDays(spans), 0))
        },
      ),
      RUNS,
    )
  })
})

const stepOf = (at: Date, from: Date) => Math.round((at.getTime() - from.getTime()) / STEP_MS)

/** Sets that share a step, or of which one begins where another ends, made one. */
function joined(sets: readonly Set<number>[]): Set<number>[] {
  const groups: Set<number>[] = []
  for (const set of sets.filter(({ size }) => size > 0)) {
    const near = groups.filter((group) =>
      [...set].some((n) => group.has(n) || group.has(n - 1) || group.has(n + 1)),
    )
    const merged = new Set([set, ...near].flatMap((one) => [...one]))
    groups.splice(0, groups.length, ...groups.filter((group) => !near.includes(group)), merged)
  }
  return groups
}
