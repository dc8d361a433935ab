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

/** From so many failures in a row on, an endpoint is asked by one message at a time, and rests in between. */
export const REST_AFTER_FAILURES = 5
const MAX_REST_MS = 15 * MINUTE_MS

/** How long an endpoint is left alone after its n-th failure in a row: 10, 20, 40 s … at most a quarter of an hour. */
export const restMs = (failures: number): number =>
  failures < REST_AFTER_FAILURES
    ? 0
    : Math.min(MAX_REST_MS, 10 * SECOND_MS * 2 ** (failures - REST_AFTER_FAILURES))

/** Nothing but failures for so long, and so many: the endpoint is paused, and its administrators are told. */
export const PAUSE_AFTER_MS = 3 * DAY_MS
export const PAUSE_AFTER_FAILURES = 10
