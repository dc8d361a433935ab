import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBusinessDay, onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { daysBetween, endOfDay, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import {
  ALL,
  beginning,
  days,
  type Event,
  event,
  gap,
  ledger,
  place,
  RUNS,
} from '#tests/factories/ledgers.ts'

const events = fc.array(event(ALL), { maxLength: 12 })

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
