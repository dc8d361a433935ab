import { setTimeout as after } from 'node:timers/promises'

/** Longer than looking up a user and putting a mail into the outbox takes, shorter than anyone minds. */
const FLOOR_MS = 400

/**
 * Runs `work` and answers no sooner than a fixed time after it began, failed or not: how long the answer took
 * then does not tell whether there was anything to do. A duration, not a time of day: no business of the clock.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.allSettled([work(), after(FLOOR_MS)])
  if (result.status === 'rejected') throw result.reason
  return result.value
}
