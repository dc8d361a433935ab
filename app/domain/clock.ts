/** The only source of time for the domain. Tests and `sweep --at` fix it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still at `instant` until told otherwise. */
export function fixedClock(instant: Date | string): Clock {
  const at = new Date(instant)
  return { now: () => new Date(at) }
}

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
