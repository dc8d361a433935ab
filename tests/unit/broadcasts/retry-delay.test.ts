import { describe, expect, it } from 'vitest'
import { MAX_ATTEMPTS, retryDelayMs } from '#app/domain/broadcasts/delivery-ledger.ts'
import { HOUR_MS, MINUTE_MS } from '#app/domain/clock.ts'

const longest = () => 0
const shortest = () => 1 - Number.EPSILON

describe('the delay before a delivery is tried again', () => {
  it.each([
    [1, 1],
    [2, 2],
    [7, 64],
    [8, 120],
    [18, 120],
  ])('doubles from a minute to two hours: after %i attempts at most %i minutes', (attempts, minutes) => {
    expect(retryDelayMs(attempts, longest)).toBe(minutes * MINUTE_MS)
  })

  it('is less by up to a third, so that not everybody comes back at once', () => {
    expect(retryDelayMs(1, shortest)).toBe(40_000)
    expect(retryDelayMs(1, () => 0.5)).toBe(50_000)
  })

  it('adds up to a day at most until the last attempt', () => {
    const total = (random: () => number) =>
      Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryDelayMs(index + 1, random)).reduce(
        (sum, delay) => sum + delay,
      )
    expect(total(longest)).toBeLessThanOrEqual(24.2 * HOUR_MS)
    expect(total(longest)).toBeGreaterThan(22 * HOUR_MS)
    expect(total(shortest)).toBeGreaterThan(15 * HOUR_MS)
  })
})
