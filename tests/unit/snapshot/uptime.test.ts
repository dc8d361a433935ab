import { describe, expect, it } from 'vitest'
import type { ComponentStatus } from '#app/domain/components/status.ts'
import { measureUptime, pageDays, UPTIME_DAYS } from '#app/domain/snapshot/uptime.ts'

const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3_600

/** A history in Paris time offsets, such as '2026-03-10T23:00:00+01:00'. */
const history = (...changes: [string, ComponentStatus][]) =>
  changes.map(([at, status]) => ({ at: Date.parse(at), status }))

const measure = (now: string, count: number, startDate: string, ...changes: [string, ComponentStatus][]) =>
  measureUptime(history(...changes), pageDays(new Date(now), count).spans, startDate, new Date(now))

describe('days of the page', () => {
  it('are 90, cut at midnight in Paris, today last', () => {
    const { spans, start, end } = pageDays(new Date('2026-11-23T23:30:00Z'))
    expect(spans).toHaveLength(UPTIME_DAYS)
    expect(spans.at(-1)?.day).toBe('2026-11-24')
    expect(spans[0]?.day).toBe('2026-08-27')
    expect(new Date(start).toISOString()).toBe('2026-08-26T22:00:00.000Z')
    expect(new Date(end).toISOString()).toBe('2026-11-24T23:00:00.000Z')
    expect(spans.every((span, index) => index === 0 || spans[index - 1]?.end === span.start)).toBe(true)
  })

  it('have 23 hours in spring and 25 in autumn', () => {
    const hours = (now: string) => {
      const [span] = pageDays(new Date(now), 1).spans
      return span && (span.end - span.start) / 3_600_000
    }
    expect(hours('2026-03-29T12:00:00Z')).toBe(23)
    expect(hours('2026-10-25T12:00:00Z')).toBe(25)
    expect(hours('2026-11-23T12:00:00Z')).toBe(24)
  })
})

describe('uptime', () => {
  it('is whole when nothing happened', () => {
    const { uptime, states, outages } = measure('2026-11-23T23:00:00+01:00', 3, '2025-01-01')
    expect(uptime).toBe(1)
    expect(states).toEqual(['operational', 'operational', 'operational'])
    expect(outages).toEqual({})
  })

  it('splits an outage over midnight', () => {
    // 23:30 to 00:45: 30 minutes on the 21st, 45 on the 22nd. Two whole days and 12 hours of today.
    const { uptime, outages, states } = measure(
      '2026-11-23T12:00:00+01:00',
      3,
      '2025-01-01',
      ['2026-11-21T23:30:00+01:00', 'major_outage'],
      ['2026-11-22T00:45:00+01:00', 'operational'],
    )
    expect(outages).toEqual({
      '2026-11-21': { majorSeconds: 1_800, partialSeconds: 0 },
      '2026-11-22': { majorSeconds: 2_700, partialSeconds: 0 },
    })
    expect(states).toEqual(['major_outage', 'major_outage', 'operational'])
    expect(uptime).toBeCloseTo(1 - 4_500 / (2.5 * DAY_SECONDS), 12)
  })

  it('counts a partial second as 0.3, degraded and maintenance as none', () => {
    const { uptime, outages, states } = measure(
      '2026-11-22T00:00:00+01:00',
      2,
      '2025-01-01',
      ['2026-11-21T01:00:00+01:00', 'partial_outage'],
      ['2026-11-21T03:00:00+01:00', 'degraded_performance'],
      ['2026-11-21T05:00:00+01:00', 'under_maintenance'],
      ['2026-11-21T06:00:00+01:00', 'operational'],
    )
    expect(outages).toEqual({ '2026-11-21': { majorSeconds: 0, partialSeconds: 7_200 } })
    expect(states).toEqual(['partial_outage', 'operational'])
    // At midnight today has no second yet: one day is measured, 0.3 × 7,200 = 2,160 s of it down.
    expect(uptime).toBeCloseTo(1 - 2_160 / DAY_SECONDS, 12)
  })

  it('leaves days before the start date unmeasured, also with an outage in them', () => {
    const { uptime, outages, states } = measure(
      '2026-11-23T12:00:00+01:00',
      3,
      '2026-11-23',
      ['2026-11-21T10:00:00+01:00', 'major_outage'],
      ['2026-11-23T06:00:00+01:00', 'operational'],
    )
    expect(states).toEqual(['no_data', 'no_data', 'major_outage'])
    expect(outages).toEqual({ '2026-11-23': { majorSeconds: 6 * HOUR_SECONDS, partialSeconds: 0 } })
    expect(uptime).toBe(0.5)
  })

  it('is unknown while no day has begun', () => {
    expect(measure('2026-11-23T12:00:00+01:00', 3, '2026-12-01').uptime).toBeNull()
  })

  it('measures the real hours when summer time begins and ends', () => {
    // 01:00 to 04:00 by the clock is two hours in spring and four in autumn.
    const spring = measure(
      '2026-03-30T00:00:00+02:00',
      2,
      '2025-01-01',
      ['2026-03-29T01:00:00+01:00', 'major_outage'],
      ['2026-03-29T04:00:00+02:00', 'operational'],
    )
    expect(spring.outages['2026-03-29']?.majorSeconds).toBe(2 * HOUR_SECONDS)
    expect(spring.uptime).toBeCloseTo(1 - 2 / 23, 12)
    const autumn = measure(
      '2026-10-26T00:00:00+01:00',
      2,
      '2025-01-01',
      ['2026-10-25T01:00:00+02:00', 'major_outage'],
      ['2026-10-25T04:00:00+01:00', 'operational'],
    )
    expect(autumn.outages['2026-10-25']?.majorSeconds).toBe(4 * HOUR_SECONDS)
    expect(autumn.uptime).toBeCloseTo(1 - 4 / 25, 12)
  })

  it('begins with the status that was there before the first day, and goes on until now', () => {
    const { uptime, states } = measure('2026-11-23T06:00:00+01:00', 2, '2025-01-01', [
      '2026-06-01T00:00:00+02:00',
      'major_outage',
    ])
    expect(uptime).toBe(0)
    expect(states).toEqual(['major_outage', 'major_outage'])
  })

  it('gives the day to the worst of it, and a change at midnight to the new day alone', () => {
    const { states, outages } = measure(
      '2026-11-23T12:00:00+01:00',
      3,
      '2025-01-01',
      ['2026-11-22T00:00:00+01:00', 'degraded_performance'],
      ['2026-11-22T10:00:00+01:00', 'partial_outage'],
      ['2026-11-23T00:00:00+01:00', 'operational'],
    )
    expect(states).toEqual(['operational', 'partial_outage', 'operational'])
    expect(outages).toEqual({ '2026-11-22': { majorSeconds: 0, partialSeconds: 14 * HOUR_SECONDS } })
  })
})
