import { MINUTE_MS } from '#app/domain/clock.ts'

/** Past this age what is said is no longer confirmed, and says so in words. */
const STALE_AFTER_MS = 2 * MINUTE_MS

/** How far what is shown may be believed. Every public page, feed and API answer is made with one. */
export interface Freshness {
  /** When it was last read from the database. */
  readonly confirmedAt: Date
  /** Whole minutes since then, where that is too long ago to be believed; 0 while it is fresh. */
  readonly staleMinutes: number
}

/**
 * How fresh something confirmed at `confirmedAt` is at `now`. A moment that lies ahead is believed as little as one
 * that is as long ago: one of two clocks is wrong.
 */
export function freshnessOf(confirmedAt: Date, now: Date): Freshness {
  const ageMs = Math.abs(now.getTime() - confirmedAt.getTime())
  return { confirmedAt, staleMinutes: ageMs > STALE_AFTER_MS ? Math.floor(ageMs / MINUTE_MS) : 0 }
}
