import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Judgement, judge, type Thresholds, type Watch } from '#app/domain/probes/judge.ts'

const START = Date.parse('2026-11-23T09:00:00Z')
const unknown: Watch = { failing: false, failures: 0, successes: 0, failingSince: null }
const thresholds = fc.record({
  failuresToAlarm: fc.integer({ min: 1, max: 6 }),
  successesToRecover: fc.integer({ min: 1, max: 6 }),
})
const outcomes = fc.array(fc.boolean(), { maxLength: 60 })

/** Judges one check a minute. */
function play(checks: readonly boolean[], given: Thresholds): Judgement[] {
  let watch = unknown
  return checks.map((ok, minute) => {
    const judgement = judge({
      watch,
      check: { ok, at: new Date(START + minute * 60_000) },
      thresholds: given,
    })
    watch = judgement.watch
    return judgement
  })
}

/** How many checks up to and with `index` ended like it, in a row. */
const runLength = (checks: readonly boolean[], index: number) =>
  index - checks.slice(0, index).lastIndexOf(!checks[index])

describe('a probe', () => {
  it('never alarms before enough failures in a row, nor recovers before enough successes', () => {
    fc.assert(
      fc.property(outcomes, thresholds, (checks, given) => {
        for (const [index, { event }] of play(checks, given).entries()) {
          if (event === 'failed') {
            expect([checks[index], runLength(checks, index) >= given.failuresToAlarm]).toEqual([false, true])
          }
          if (event === 'recovered') {
            expect([checks[index], runLength(checks, index) >= given.successesToRecover]).toEqual([
              true,
              true,
            ])
          }
        }
      }),
    )
  })

  it('alarms at the first moment it may, unless it has alarmed already', () => {
    fc.assert(
      fc.property(outcomes, thresholds, (checks, given) => {
        let failing = false
        for (const [index, { event, watch }] of play(checks, given).entries()) {
          const enough = !checks[index] && runLength(checks, index) >= given.failuresToAlarm
          expect(event === 'failed').toBe(enough && !failing)
          failing = watch.failing
        }
      }),
    )
  })

  it('never says the same twice', () => {
    fc.assert(
      fc.property(outcomes, thresholds, (checks, given) => {
        const events = play(checks, given).flatMap(({ event }) => (event === 'none' ? [] : [event]))
        expect(events).toEqual(events.map((_, index) => (index % 2 === 0 ? 'failed' : 'recovered')))
      }),
    )
  })

  it('that alternates is silent from two failures on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.boolean(), thresholds, (length, first, given) => {
        const checks = Array.from({ length }, (_, index) => (index % 2 === 0) === first)
        const patient = { ...given, failuresToAlarm: given.failuresToAlarm + 1 }
        expect(play(checks, patient).every(({ event }) => event === 'none')).toBe(true)
      }),
    )
  })

  it('remembers the first of the failures that count, and forgets it with one success', () => {
    const given = { failuresToAlarm: 2, successesToRecover: 2 }
    const since = play([false, true, false, false, true, false, true, true], given).map(
      ({ watch }) => watch.failingSince?.toISOString().slice(14, 16) ?? null,
    )
    expect(since).toEqual(['00', null, '02', '02', '02', '02', '02', null])
  })
})
