import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#app/domain/clock.ts'

/** After the n-th failed attempt, as Standard Webhooks proposes: at once, then over a little more than three days. */
const DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** After this long a message counts as failed: all of the delays, with an hour to spare for waiting in between. */
export const GIVE_UP_MS = 3 * DAY_MS + 5 * HOUR_MS

/** Up to a tenth earlier than planned, so that what failed together does not come back together. */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number {
  const planned = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? 0
  return Math.round(planned * (1 - random() / 10))
}

/** However long a receiver asks to be left alone, a message waits no longer for it: the longest of its own delays. */
const MAX_ASKED_MS = DAY_MS
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * How many milliseconds after `now` a `Retry-After` asks to be left alone, in seconds or as a date (RFC 9110, 10.2.3):
 * at most a day; 0 for none, for a past date and for what is neither.
 */
export function askedDelayMs(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return 0
  const asked = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * SECOND_MS
    : HTTP_DATE.test(retryAfter)
      ? Date.parse(retryAfter) - now.getTime()
      : 0
  return Math.min(MAX_ASKED_MS, Math.max(0, asked || 0))
}

/** From so many failures in a row on, an endpoint is asked by one message at a time, and rests in between. */
export const REST_AFTER_FAILURES = 5
const MAX_REST_MS = 15 * MINUTE_MS

/**
 * How long an endpoint is left alone after its n-th failure in a row: 10, 20, 40 s …, or what it asked for; at most a
 * quarter of an hour, so that one message's answer cannot keep the others from it for longer.
 */
export function restMs(failures: number, askedMs: number): number {
  const own = failures < REST_AFTER_FAILURES ? 0 : 10 * SECOND_MS * 2 ** (failures - REST_AFTER_FAILURES)
  return Math.min(MAX_REST_MS, Math.max(own, askedMs))
}

/** Nothing but failures for so long, and so many: the endpoint is paused, and its administrators are told. */
export const PAUSE_AFTER_MS = 3 * DAY_MS
const PAUSE_AFTER_FAILURES = 10

/** The failures of an endpoint in a row, as of the last of them. Instants are ISO texts: this is stored as it is. */
export interface FailingFacts {
  readonly at: string
  readonly outcome: string
  readonly failures: number
  readonly failingSince: string
}

/** Why nothing is sent to an endpoint any more; null: it is tried again. */
export function haltReason({
  at,
  outcome,
  failures,
  failingSince,
}: FailingFacts): 'gone' | 'unanswered' | null {
  if (outcome === 'gone') return 'gone'
  const isLong = Date.parse(at) - Date.parse(failingSince) >= PAUSE_AFTER_MS
  return isLong && failures >= PAUSE_AFTER_FAILURES ? 'unanswered' : null
}
