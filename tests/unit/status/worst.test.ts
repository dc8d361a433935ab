import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Step, worstTimeline } from '#app/domain/components/settle.ts'
import { COMPONENT_STATUSES, impactOf, isWorse, worstOf } from '#app/domain/components/status.ts'
import { DESCRIPTIONS, overallIndicator } from '#app/domain/snapshot/overall.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour))
const step = (hour: number, incidentId: string, status: Step['status']): Step => ({
  at: at(hour),
  incidentId,
  status,
})

describe('the worst of a component', () => {
  it('follows the order of the statuses', () => {
    expect(worstOf([])).toBe('operational')
    expect(worstOf(['under_maintenance', 'degraded_performance', 'operational'])).toBe('degraded_performance')
    expect(worstOf(['partial_outage', 'major_outage'])).toBe('major_outage')
    expect(isWorse('under_maintenance', 'operational')).toBe(true)
    expect(isWorse('partial_outage', 'partial_outage')).toBe(false)
  })

  it('gives an incident its impact', () => {
    expect(impactOf([])).toBe('minor')
    expect(impactOf(['operational'])).toBe('none')
    expect(impactOf(['under_maintenance'])).toBe('none')
    expect(impactOf(['degraded_performance', 'operational'])).toBe('minor')
    expect(impactOf(['partial_outage', 'degraded_performance'])).toBe('major')
    expect(impactOf(['partial_outage', 'major_outage'])).toBe('critical')
  })
})

describe('the history under overlapping incidents', () => {
  it('reveals the next when one closes', () => {
    const steps = [
      step(1, 'a', 'degraded_performance'),
      step(2, 'b', 'major_outage'),
      step(3, 'b', 'operational'),
      step(4, 'a', 'operational'),
    ]
    expect(worstTimeline(steps).map(({ at, ...change }) => [at.getUTCHours(), change])).toEqual([
      [1, { status: 'degraded_performance', incidentId: 'a' }],
      [2, { status: 'major_outage', incidentId: 'b' }],
      [3, { status: 'degraded_performance', incidentId: 'a' }],
      [4, { status: 'operational', incidentId: 'a' }],
    ])
  })

  it('has no entry where the worst stays the same', () => {
    const steps = [
      step(1, 'a', 'major_outage'),
      step(2, 'b', 'partial_outage'),
      step(3, 'b', 'operational'),
      step(3, 'a', 'operational'),
    ]
    expect(worstTimeline(steps).map(({ status }) => status)).toEqual(['major_outage', 'operational'])
  })

  it('ends where the worst of the last words is, whatever the order of events', () => {
    const word = fc.record({
      hour: fc.integer({ min: 0, max: 20 }),
      incidentId: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom(...COMPONENT_STATUSES),
    })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        const steps = words.sort((a, b) => a.hour - b.hour).map((w) => step(w.hour, w.incidentId, w.status))
        const last = new Map(steps.map(({ incidentId, status }) => [incidentId, status]))
        const timeline = worstTimeline(steps)
        expect(timeline.at(-1)?.status ?? 'operational').toBe(worstOf(last.values()))
        for (const [index, change] of timeline.entries()) {
          expect(change.status).not.toBe(timeline[index - 1]?.status ?? 'operational')
        }
      }),
    )
  })
})

describe('the overall indicator', () => {
  const facts = { components: [], incidents: [], maintenanceActive: false } as const
  it.each([
    ['none', facts],
    ['none', { ...facts, incidents: ['none' as const] }],
    ['maintenance', { ...facts, maintenanceActive: true }],
    ['maintenance', { ...facts, components: ['under_maintenance' as const] }],
    ['minor', { ...facts, components: ['degraded_performance' as const], maintenanceActive: true }],
    ['minor', { ...facts, incidents: ['minor' as const] }],
    ['major', { ...facts, components: ['partial_outage' as const, 'degraded_performance' as const] }],
    ['major', { ...facts, incidents: ['major' as const] }],
    ['critical', { ...facts, components: ['major_outage' as const], incidents: ['minor' as const] }],
    ['critical', { ...facts, incidents: ['critical' as const] }],
  ] as const)('is %s', (indicator, given) => {
    expect(overallIndicator(given)).toBe(indicator)
  })

  it('has the words that existing clients know', () => {
    expect(Object.values(DESCRIPTIONS)).toEqual([
      'All Systems Operational',
      'Partially Degraded Service',
      'Partial System Outage',
      'Major Service Outage',
      'Service Under Maintenance',
    ])
  })
})
