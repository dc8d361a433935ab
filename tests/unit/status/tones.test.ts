import { describe, expect, it } from 'vitest'
import { eventLook } from '#app/components/status/tones.ts'

describe('the sign of what is over', () => {
  const over = { kind: 'maintenance', impact: 'maintenance', status: 'completed' } as const

  it('is not the same for a maintenance that took place and one that was called off', () => {
    expect(eventLook({ ...over, cancelled: true })).toMatchObject({ tone: 'neutral' })
    expect(eventLook({ ...over, cancelled: true }).icon).not.toBe(eventLook(over).icon)
  })
})
