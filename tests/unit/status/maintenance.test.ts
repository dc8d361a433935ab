import { describe, expect, it } from 'vitest'
import { effectiveStatus } from '#app/domain/maintenance/effective-status.ts'
import { parisTime, toParisField } from '#app/domain/maintenance/local-time.ts'

const window = {
  status: 'scheduled' as const,
  scheduledFor: new Date('2026-11-23T02:00:00Z'),
  scheduledUntil: new Date('2026-11-23T04:00:00Z'),
  autoStart: true,
  autoEnd: true,
}

describe('a window by its own times', () => {
  it.each([
    ['2026-11-23T01:59:59.999Z', 'scheduled'],
    ['2026-11-23T02:00:00.000Z', 'in_progress'],
    ['2026-11-23T03:59:59.999Z', 'in_progress'],
    ['2026-11-23T04:00:00.000Z', 'completed'],
  ])('at %s is %s', (now, status) => {
    expect(effectiveStatus(window, new Date(now))).toBe(status)
  })

  it('waits for a person where it does not begin or end by itself', () => {
    const after = new Date('2026-11-24T00:00:00Z')
    expect(effectiveStatus({ ...window, autoStart: false }, after)).toBe('scheduled')
    expect(effectiveStatus({ ...window, autoEnd: false }, after)).toBe('in_progress')
    expect(effectiveStatus({ ...window, autoEnd: false, status: 'verifying' }, after)).toBe('verifying')
    expect(effectiveStatus({ ...window, autoEnd: false, status: 'completed' }, after)).toBe('completed')
  })
})

describe('clock times of Paris', () => {
  it('are read in summer and winter time', () => {
    expect(parisTime('2026-07-01T02:00').toISOString()).toBe('2026-07-01T00:00:00.000Z')
    expect(parisTime('2026-12-01T02:00').toISOString()).toBe('2026-12-01T01:00:00.000Z')
    expect(toParisField(new Date('2026-07-01T00:00:00Z'))).toBe('2026-07-01T02:00')
  })

  it('that do not exist are an hour later; that come twice are the first', () => {
    expect(parisTime('2026-03-29T02:30').toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(parisTime('2026-10-25T02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('refuse a day that does not exist', () => {
    expect(() => parisTime('2026-02-30T02:00')).toThrow(RangeError)
  })
})
