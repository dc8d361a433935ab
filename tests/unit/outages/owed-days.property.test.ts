import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import { type Outage, owedDays } from '#app/domain/outages/owed-days.ts'
import { storeSpans, union, wholeDays } from '#app/domain/outages/spans.ts'
import { ALL, beginning, type Event, event, ledger, place, RUNS } from '#tests/factories/ledgers.ts'

const STEP_MS = 10 * MINUTE_MS
const STEPS_A_DAY = 144

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
