import fc from 'fast-check'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import type { WholeEntry } from '#app/domain/deadlines/clock.ts'
import { PLACES } from '#tests/factories/other-calendar.ts'

/** Every ledger that can come about, drawn for properties. */

export const RUNS = { numRuns: 1_000 }

/** What happens to a clock, and how many minutes after what happened before. */
export type Event = { afterMinutes: number } & (
  | { kind: 'started' | 'extended' | 'resumed'; days: number }
  | { kind: 'set'; days: number }
  | { kind: 'paused' }
)

export const days = (max: number) => fc.integer({ min: 0, max })
const floor = fc.constantFrom(0, 7)
/** Within the hour, within days, within weeks: so that things meet on one day and over both changes of the hour. */
export const gap = fc.oneof(
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 0, max: 4_000 }),
  fc.integer({ min: 0, max: 60_000 }),
)
export const event = (kinds: readonly Event['kind'][]): fc.Arbitrary<Event> =>
  fc.tuple(fc.constantFrom(...kinds), gap, days(45), floor).map(([kind, afterMinutes, given, least]) => {
    if (kind === 'paused') return { kind, afterMinutes }
    return { kind, afterMinutes, days: kind === 'resumed' ? least : given }
  })
export const ALL = ['started', 'set', 'paused', 'resumed', 'extended'] as const
/** From the evening before, until after, either change of the hour, or any minute of five years. */
export const beginning = fc.oneof(
  fc.integer({ min: 0, max: 5 * 365 * 1440 }).map((m) => new Date(Date.UTC(2026, 0, 1) + m * MINUTE_MS)),
  fc
    .tuple(
      fc.constantFrom('2026-03-27', '2026-10-23', '2028-02-28', '2027-03-26'),
      fc.integer({ min: 0, max: 5_000 }),
    )
    .map(([day, m]) => new Date(Date.parse(day) + m * MINUTE_MS)),
)
export const place = fc.constantFrom(...PLACES)

/** The entries that these events leave, the first at `from`. */
export function ledger(from: Date, happened: readonly Event[]): WholeEntry[] {
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
