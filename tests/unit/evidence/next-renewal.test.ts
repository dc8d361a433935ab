import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test } from 'vitest'
import { daysBetween, plainDay } from '#app/domain/calendar/paris.ts'
import { type HeldAnswers, isDue, nextRenewal } from '#app/domain/evidence/next-renewal.ts'

const RULES = { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } }
const TODAY = plainDay('2027-01-11')

const held = (given: Partial<HeldAnswers> = {}): HeldAnswers => ({
  required: false,
  risk: 'standard',
  documents: [{ id: 'card', acceptedOn: '2025-01-10', expiresOn: null }],
  releasedDocuments: [],
  reviewReleasedOn: null,
  ...given,
})
const expiring = (on: string, acceptedOn = '2025-01-10') =>
  held({ documents: [{ id: 'card', acceptedOn, expiresOn: on }] })

/** The renewal as texts; null without one. */
function told(answers: HeldAnswers, today = TODAY) {
  const renewal = nextRenewal(answers, RULES, today)
  if (!renewal) return null
  const { documentId, kind, endsOn, askOn, clockFrom, clockDays } = renewal
  return { documentId, kind, clockDays, days: [askOn, clockFrom, endsOn].map(String) }
}

describe('a document with an end', () => {
  it('is asked again 60 days before, with a clock of 30 days that ends with it', () => {
    expect(told(expiring('2027-03-12'))).toEqual({
      ...{ documentId: 'card', kind: 'expiry', clockDays: 30 },
      days: ['2027-01-11', '2027-02-10', '2027-03-12'],
    })
  })

  it.each([
    ['61 days before', '2027-03-13', false],
    ['60 days before', '2027-03-12', true],
    ['59 days before', '2027-03-11', true],
    ['on its last day', '2027-01-11', true],
    ['the day after', '2027-01-10', true],
    ['years after', '2019-01-10', true],
  ])('is due or not: %s', (_, expiresOn, due) => {
    const renewal = nextRenewal(expiring(expiresOn), RULES, TODAY)
    expect(renewal && isDue(renewal, TODAY)).toBe(due)
  })

  it('gives the whole 30 days when it is asked late', () => {
    expect(told(expiring('2027-01-20'))?.days).toEqual(['2026-11-21', '2027-01-11', '2027-01-20'])
    expect(told(expiring('2019-01-10'))?.days[1]).toBe('2027-01-11')
  })

  it('on 29 February', () => {
    expect(told(expiring('2028-02-29'))?.days).toEqual(['2027-12-31', '2028-01-30', '2028-02-29'])
  })

  it('serves as long as the one that serves longest, whichever came last', () => {
    const documents = [
      { id: 'card', acceptedOn: '2026-06-01', expiresOn: '2027-02-01' },
      { id: 'passport', acceptedOn: '2025-01-10', expiresOn: '2034-05-05' },
    ]
    expect(told(held({ documents }))).toMatchObject({ documentId: 'passport' })
    expect(
      told(held({ documents: [...documents, { id: 'x', acceptedOn: '2020-01-01', expiresOn: null }] })),
    ).toBeNull()
  })

  it('that an officer waived is not asked for again, but its review still comes', () => {
    const released = { ...expiring('2027-02-01'), releasedDocuments: ['card'] }
    expect(told(released)).toBeNull()
    expect(told({ ...released, required: true })).toMatchObject({
      ...{ kind: 'review', days: ['2029-11-11', '2029-12-11', '2030-01-10'] },
    })
  })
})

describe('a periodic review', () => {
  it.each([
    ['standard', '2025-01-10', '2030-01-10'],
    ['high', '2025-01-10', '2026-01-10'],
    ['standard', '2024-02-29', '2029-02-28'],
    ['high', '2027-02-28', '2028-02-28'],
    ['high', '2028-02-29', '2029-02-28'],
  ] as const)('of %s risk, accepted on %s, falls due on %s', (risk, acceptedOn, endsOn) => {
    const documents = [{ id: 'card', acceptedOn, expiresOn: null }]
    expect(told(held({ required: true, risk, documents }))?.days[2]).toBe(endsOn)
  })

  it('is of the required set alone', () => {
    expect(told(held())).toBeNull()
  })

  it('counts from an officer’s release of the one before', () => {
    expect(told(held({ required: true, reviewReleasedOn: '2026-05-05' }))?.days[2]).toBe('2031-05-05')
    expect(told(held({ required: true, reviewReleasedOn: '2024-05-05' }))?.days[2]).toBe('2030-01-10')
  })

  it('gives way to an earlier printed end', () => {
    expect(told({ ...expiring('2029-01-10'), required: true })).toMatchObject({ kind: 'expiry' })
    expect(told({ ...expiring('2031-01-10'), required: true })).toMatchObject({ kind: 'review' })
    expect(told({ ...expiring('2030-01-10'), required: true })).toMatchObject({ kind: 'expiry' })
  })
})

const RUNS = { numRuns: 1_000 }
const day = fc.integer({ min: 0, max: 5_000 }).map((days) => plainDay('2020-01-01').add({ days }).toString())
const documents = fc.array(fc.record({ id: fc.uuid(), acceptedOn: day, expiresOn: fc.option(day) }), {
  minLength: 1,
  maxLength: 4,
})
const answers: fc.Arbitrary<HeldAnswers> = fc
  .record({
    required: fc.boolean(),
    risk: fc.constantFrom('standard', 'high'),
    documents,
    released: fc.boolean(),
    reviewReleasedOn: fc.option(day),
  })
  .map(({ released, ...one }) => ({
    ...one,
    releasedDocuments: released ? [one.documents[0]?.id ?? ''] : [],
  }))
const rules = fc.record({
  askDays: fc.integer({ min: 1, max: 365 }),
  startDays: fc.integer({ min: 1, max: 365 }),
  reviewYears: fc.record({ high: fc.integer({ min: 1, max: 5 }), standard: fc.integer({ min: 1, max: 5 }) }),
})

test('the merchant always has the days of the policy, which end with the document unless it is asked late', () => {
  fc.assert(
    fc.property(answers, rules, day, (one, policy, on) => {
      const today = plainDay(on)
      const renewal = nextRenewal(one, policy, today)
      if (!renewal) return
      const { askOn, clockFrom, clockDays, endsOn } = renewal
      expect(clockDays).toBe(policy.startDays)
      expect(daysBetween(askOn, clockFrom)).toBeGreaterThanOrEqual(0)
      const late = daysBetween(endsOn, clockFrom.add({ days: clockDays }))
      expect(late).toBeGreaterThanOrEqual(0)
      if (late > 0) expect(clockFrom.equals(today)).toBe(true)
    }),
    RUNS,
  )
})

test('one more document never brings the question forward, and what serves past the ask is never asked', () => {
  fc.assert(
    fc.property(answers, documents, rules, day, (one, [more], policy, on) => {
      const today = plainDay(on)
      const before = nextRenewal(one, policy, today)
      const after = nextRenewal(
        { ...one, documents: [...one.documents, ...(more ? [more] : [])] },
        policy,
        today,
      )
      if (!before) expect(after).toBeNull()
      else if (after)
        expect(Temporal.PlainDate.compare(after.endsOn, before.endsOn)).toBeGreaterThanOrEqual(0)
      const lasting = one.documents.some(
        ({ expiresOn }) =>
          expiresOn && daysBetween(today, plainDay(expiresOn)) > Math.max(policy.askDays, policy.startDays),
      )
      if (lasting && !one.required && before) expect(isDue(before, today)).toBe(false)
    }),
    RUNS,
  )
})

test('a required document is looked at again within the years of its risk, and once due it stays due', () => {
  fc.assert(
    fc.property(answers, rules, day, (one, policy, on) => {
      const today = plainDay(on)
      const renewal = nextRenewal({ ...one, required: true }, policy, today)
      const seen =
        [...one.documents.map(({ acceptedOn }) => acceptedOn), one.reviewReleasedOn ?? ''].sort().at(-1) ?? ''
      const years = policy.reviewYears[one.risk]
      expect(renewal).not.toBeNull()
      if (!renewal) return
      expect(Temporal.PlainDate.compare(renewal.endsOn, plainDay(seen).add({ years }))).toBeLessThanOrEqual(0)
      const tomorrow = nextRenewal({ ...one, required: true }, policy, today.add({ days: 1 }))
      if (isDue(renewal, today)) expect(tomorrow && isDue(tomorrow, today.add({ days: 1 }))).toBe(true)
    }),
    RUNS,
  )
})
