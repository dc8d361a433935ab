import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCAL_CALENDARS } from '#app/domain/calendar/holidays.ts'
import { endOfDay, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { ladderReach, ladderStep, lastDayBefore } from '#app/domain/policy/ladder.ts'
import { type PolicyRules, policyRulesSchema } from '#app/domain/policy/schemas.ts'
import { type DecisionFacts, replay } from '#app/domain/sweep/decision.ts'

const rules: PolicyRules = {
  renewal: { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } },
  promises: { answerBusinessDays: 2, examineBusinessDays: 10 },
  deadlineDays: 30,
  floorDays: 7,
  reminderDays: [14, 7, 3, 1, 0],
  ladder: [
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ],
  breaker: { accounts: 20, share: 0.02 },
}
const justBefore = (instant: string) => new Date(Date.parse(instant) - 1)
const step = (deadline: string, at: Date | string, department = '75') =>
  ladderStep(rules, plainDay(deadline), department, new Date(at))

describe('ladderStep', () => {
  // Friday 13 February 2026; three business days later it is Wednesday 18.
  const FIRST = '2026-02-18T22:59:59.999Z'
  const SECOND = '2026-02-25T22:59:59.999Z'

  it('reaches nothing in the days of grace', () => {
    expect(step('2026-02-13', '2026-02-13T23:00:00Z')).toBeNull()
    expect(step('2026-02-13', justBefore(FIRST))).toBeNull()
  })

  it('withholds payouts with the end of the third business day', () => {
    expect(step('2026-02-13', FIRST)).toEqual({ index: 0, since: new Date(FIRST), withhold: ['payouts'] })
    expect(step('2026-02-13', justBefore(SECOND))?.index).toBe(0)
  })

  it('withholds payments too seven days later', () => {
    const reached = step('2026-02-13', SECOND)
    expect(reached).toMatchObject({ index: 1, since: new Date(SECOND) })
    expect([...(reached?.withhold ?? [])].sort()).toEqual(['payments', 'payouts'])
  })

  it('does not count public holidays, those of the département included', () => {
    // Thursday 2 April 2026: Good Friday is a holiday in Alsace-Moselle alone, Easter Monday everywhere.
    expect(step('2026-04-02', '2026-04-09T00:00:00Z', '75')?.since).toEqual(endOfDay(plainDay('2026-04-08')))
    expect(step('2026-04-02', '2026-04-10T00:00:00Z', '67')?.since).toEqual(endOfDay(plainDay('2026-04-09')))
  })

  it('keeps the end of the day in Paris across summer time', () => {
    // Clocks go forward on Sunday 29 March 2026.
    expect(step('2026-03-26', '2026-04-20T00:00:00Z')?.since).toEqual(new Date('2026-04-07T21:59:59.999Z'))
  })

  it('suspends at once where the policy says so', () => {
    const atOnce = { ladder: [{ after: { days: 0 }, withhold: ['payments', 'payouts'] as const }] }
    const deadline = plainDay('2026-02-13')
    const policy = policyRulesSchema.parse({ ...rules, ...atOnce })
    expect(ladderStep(policy, deadline, '75', endOfDay(deadline))?.withhold).toEqual(['payments', 'payouts'])
    expect(ladderStep(policy, deadline, '75', new Date(endOfDay(deadline).getTime() - 1))).toBeNull()
  })

  it('never goes down the ladder as time passes', () => {
    const day = fc.integer({ min: 0, max: 2000 }).map((days) => plainDay('2026-01-01').add({ days }))
    const hours = fc.integer({ min: 0, max: 24 * 60 })
    fc.assert(
      fc.property(day, hours, hours, fc.constantFrom('75', '67', '974'), (deadline, a, b, department) => {
        const at = (h: number) => new Date(endOfDay(deadline).getTime() + h * 3_600_000)
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)]
        const index = (h: number) => ladderStep(rules, deadline, department, at(h))?.index ?? -1
        expect(index(sooner)).toBeLessThanOrEqual(index(later))
      }),
    )
  })
})

describe('ladderReach', () => {
  const ladders: PolicyRules['ladder'][] = [
    rules.ladder,
    [{ after: { days: 0 }, withhold: ['payments', 'payouts'] }],
    [{ after: { businessDays: 10 }, withhold: ['payouts'] }],
    [
      { after: { days: 2 }, withhold: ['payments'] },
      { after: { businessDays: 40 }, withhold: ['payouts'] },
    ],
  ]

  it('says of every deadline what ladderStep says, whatever the calendar and the hour', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 365 * 24 * 60 })
    const department = fc.constantFrom('75', '2A', '67', '974', '977', '987')
    const daysAgo = fc.integer({ min: -3, max: 90 })
    fc.assert(
      fc.property(fc.constantFrom(...ladders), minutes, department, daysAgo, (ladder, minute, where, ago) => {
        // Also the last millisecond of a day, with which rungs begin.
        const some = new Date(Date.parse('2026-01-01T00:00:00Z') + minute * 60_000)
        const at = minute % 3 === 0 ? endOfDay(parisDay(some)) : some
        const deadline = parisDay(at).subtract({ days: ago })
        const calendar = LOCAL_CALENDARS.includes(where) ? where : ''
        const reach = ladderReach({ ladder }, at, [calendar])[calendar]
        const reached = (['payments', 'payouts'] as const).filter((capability) => {
          const before = reach?.[capability]
          return before ? endOfDay(deadline) < before : false
        })
        const step = ladderStep({ ladder }, deadline, where, at)
        expect(reached).toEqual([...(step?.withhold ?? [])].sort())
      }),
      { numRuns: 1000 },
    )
  }, 60_000)
})

describe('ladderReach of every calendar', () => {
  it.each([
    '2026-04-10T09:00:00Z',
    '2026-05-29T21:59:59.999Z',
    '2026-12-28T00:00:00Z',
    '2027-01-04T12:00:00Z',
  ])('is that of each by itself at %s', (instant) => {
    const at = new Date(instant)
    const all = ladderReach(rules, at)
    expect(Object.keys(all)).toHaveLength(LOCAL_CALENDARS.length + 1)
    for (const calendar of Object.keys(all)) {
      expect(ladderReach(rules, at, [calendar])[calendar]).toEqual(all[calendar])
    }
  })
})

describe('policyRulesSchema', () => {
  it('takes the first policy and refuses what it does not know', () => {
    expect(policyRulesSchema.parse(rules)).toEqual(rules)
    expect(policyRulesSchema.safeParse({ ...rules, ladder: [] }).success).toBe(false)
    expect(policyRulesSchema.safeParse({ ...rules, grace: 3 }).success).toBe(false)
    const bothUnits = { after: { days: 1, businessDays: 1 }, withhold: ['payouts'] }
    expect(policyRulesSchema.safeParse({ ...rules, ladder: [bothUnits] }).success).toBe(false)
  })
})

describe('replay', () => {
  const facts: DecisionFacts = {
    at: '2026-02-19T00:00:00.000Z',
    policyVersion: 1,
    department: '75',
    requirements: [
      {
        requirementId: 'r1',
        status: 'requested',
        deadlineAt: '2026-02-13T22:59:59.999Z',
        clock: [],
        notices: [
          { noticeId: 'n1', acceptedAt: '2026-01-05T09:00:00.000Z' },
          { noticeId: 'n2', acceptedAt: '2026-02-16T00:00:00.000Z' },
        ],
      },
    ],
  }
  const changed = (change: Partial<DecisionFacts['requirements'][0]>) =>
    replay({ ...facts, requirements: facts.requirements.map((facts) => ({ ...facts, ...change })) }, rules)

  it('gives the decision that follows from the facts', () => {
    expect(replay(facts, rules)).toEqual({ payouts: ['r1'] })
  })

  it.each([
    ['a submission under review', changed({ status: 'in_review' })],
    ['a deadline to come', changed({ deadlineAt: '2026-02-19T00:00:00.001Z' })],
    ['one notice', changed({ notices: facts.requirements[0]?.notices.slice(1) })],
    [
      'a last notice less than 72 hours ago',
      changed({
        notices: [
          { noticeId: 'n1', acceptedAt: '2026-01-05T09:00:00.000Z' },
          { noticeId: 'n2', acceptedAt: '2026-02-16T00:00:00.001Z' },
        ],
      }),
    ],
  ])('withholds nothing for %s', (_, decision) => expect(decision).toEqual({}))
})

describe('lastDayBefore', () => {
  const last = (deadline: string, capability: 'payments' | 'payouts', department: string) =>
    lastDayBefore(rules, plainDay(deadline), department, capability)?.toString()

  it('is the day with whose end the first rung begins that withholds the capability', () => {
    expect(last('2026-02-13', 'payouts', '75')).toBe('2026-02-18')
    expect(last('2026-02-13', 'payments', '75')).toBe('2026-02-25')
    expect(last('2026-04-02', 'payouts', '67')).toBe('2026-04-09')
  })

  it('never comes where no rung withholds it', () => {
    const payoutsAlone = { ladder: rules.ladder.slice(0, 1) }
    expect(lastDayBefore(payoutsAlone, plainDay('2026-02-13'), '75', 'payments')).toBeNull()
  })
})
