import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainDay } from '#app/domain/calendar/paris.ts'
import { setsFormSchema } from '#app/domain/policy/forms/draft.ts'
import { rulesForm, rulesFormSchema, rulesOf } from '#app/domain/policy/forms/rules.ts'
import { newTypeFormSchema, typeFormSchema } from '#app/domain/policy/forms/type.ts'
import { ladderStep } from '#app/domain/policy/ladder.ts'
import {
  type PolicyContent,
  type PolicyRules,
  policyContentSchema,
  policyRulesSchema,
} from '#app/domain/policy/schemas.ts'

const rules: PolicyRules = {
  deadlineDays: 30,
  floorDays: 7,
  reminderDays: [14, 7, 3, 1, 0],
  ladder: [
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ],
  breaker: { accounts: 20, share: 0.02 },
  renewal: { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } },
  promises: { answerBusinessDays: 2, examineBusinessDays: 10 },
}
const type = {
  code: 'bank_details',
  nameFr: 'RIB',
  nameEn: 'Bank details',
  descriptionFr: 'Relevé d’identité bancaire.',
  descriptionEn: 'Bank details.',
  legalGroundFr: 'Article L561-5',
  legalGroundEn: 'Article L561-5',
  about: 'account' as const,
  validity: { rule: 'none' as const },
  sides: 1 as const,
  retired: false,
}
const content: PolicyContent = {
  rules,
  documentTypes: [type],
  requiredSets: { sole_trader: ['bank_details'], company: ['bank_details'], association: ['bank_details'] },
}
const faults = (schema: { safeParse: typeof policyRulesSchema.safeParse }, input: unknown) =>
  (schema.safeParse(input).error?.issues ?? []).map(({ message, path }) => `${path.join('.')}: ${message}`)

describe('a policy', () => {
  it('that was in force from the start is accepted', () => {
    expect(policyContentSchema.parse(content)).toEqual(content)
  })

  const second = (change: object) => ({
    ...rules,
    ladder: [rules.ladder[0], { ...rules.ladder[1], ...change }],
  })
  it.each([
    [
      'a second step on the same day',
      second({ after: { days: 0 } }),
      'ladder.1.after: policy.ladderNotLater',
    ],
    [
      'a second step on the same business day',
      second({ after: { businessDays: 0 } }),
      'ladder.1.after: policy.ladderNotLater',
    ],
    [
      'a second step that withholds the same',
      second({ withhold: ['payouts'] }),
      'ladder.1.withhold: policy.ladderNotMore',
    ],
    [
      'a second step that gives back what the first withheld',
      second({ withhold: ['payments'] }),
      'ladder.1.withhold: policy.ladderNotMore',
    ],
    [
      'one capability named twice',
      { ...rules, ladder: [{ after: { days: 1 }, withhold: ['payouts', 'payouts'] }] },
      'ladder.0.withhold: policy.withheldTwice',
    ],
    ['a reminder twice', { ...rules, reminderDays: [7, 7] }, 'reminderDays: policy.reminderTwice'],
    [
      'a reminder on the day of the request',
      { ...rules, reminderDays: [30, 7] },
      'reminderDays: policy.reminderTooEarly?maximum=29',
    ],
    [
      'a renewal whose clock starts before it is asked',
      { ...rules, renewal: { ...rules.renewal, startDays: 61 } },
      'renewal.startDays: policy.startBeforeAsking',
    ],
    [
      'high risk looked at less often than the others',
      { ...rules, renewal: { ...rules.renewal, reviewYears: { high: 3, standard: 2 } } },
      'renewal.reviewYears.high: policy.highRiskLessOften',
    ],
  ])('with %s is refused', (_, input, fault) => expect(faults(policyRulesSchema, input)).toEqual([fault]))

  it.each([
    ['no rung', { ladder: [] }],
    ['no reminder', { reminderDays: [] }],
    ['no day to answer', { deadlineDays: 0 }],
    ['a step back in time', { ladder: [{ after: { days: -1 }, withhold: ['payouts'] }] }],
    ['half a day', { deadlineDays: 1.5 }],
    ['a share above all', { breaker: { accounts: 20, share: 1.01 } }],
    ['a negative number of accounts', { breaker: { accounts: -1, share: 0.02 } }],
    ['an unknown rule', { grace: 3 }],
  ])('with %s is refused', (_, change) =>
    expect(policyRulesSchema.safeParse({ ...rules, ...change }).success).toBe(false),
  )

  const sets = (company: string[]) => ({ ...content, requiredSets: { ...content.requiredSets, company } })
  it.each([
    [
      'an unknown type in a set',
      sets(['bank_details', 'passport']),
      'requiredSets.company: policy.setUnknownType',
    ],
    [
      'a type twice in a set',
      sets(['bank_details', 'bank_details']),
      'requiredSets.company: policy.setTwice',
    ],
    ['an empty set', sets([]), 'requiredSets.company: policy.setEmpty'],
    ['a code twice', { ...content, documentTypes: [type, type] }, 'documentTypes: policy.codeTaken'],
    [
      'a retired type in a set',
      {
        ...content,
        documentTypes: [
          { ...type, retired: true },
          { ...type, code: 'other' },
        ],
        requiredSets: { ...content.requiredSets, sole_trader: ['other'], association: ['other'] },
      },
      'requiredSets.company: policy.setRetiredType',
    ],
  ])('with %s is refused', (_, input, fault) =>
    expect(faults(policyContentSchema as never, input)).toEqual([fault]),
  )

  it.each([
    ['a name missing in one language', { nameEn: ' ' }],
    ['a name on two lines', { nameFr: 'RI\nB' }],
    ['a code with capitals', { code: 'Bank' }],
    ['three sides', { sides: 3 }],
    ['no month', { validity: { rule: 'max_age_months', months: 0 } }],
    ['121 months', { validity: { rule: 'max_age_months', months: 121 } }],
    ['an unknown validity', { validity: { rule: 'for_ever' } }],
  ])('whose type has %s is refused', (_, change) =>
    expect(
      policyContentSchema.safeParse({ ...content, documentTypes: [{ ...type, ...change }] }).success,
    ).toBe(false),
  )

  it('gives later and later instants, and withholds more and more, whatever the deadline and the département', () => {
    const after = fc.oneof(
      fc.record({ businessDays: fc.integer({ min: 0, max: 60 }) }),
      fc.record({ days: fc.integer({ min: 0, max: 365 }) }),
    )
    const ladder = fc.array(
      fc.record({
        after,
        withhold: fc.subarray(['payments' as const, 'payouts' as const], { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 3 },
    )
    const accepted = ladder.filter((one) => policyRulesSchema.safeParse({ ...rules, ladder: one }).success)
    const day = fc.integer({ min: 0, max: 5 * 365 }).map((days) => plainDay('2026-01-01').add({ days }))
    const farAway = new Date('2040-01-01T00:00:00Z')
    fc.assert(
      fc.property(
        accepted,
        day,
        fc.constantFrom('75', '67', '971', '974', '2A'),
        (rungs, deadline, where) => {
          const steps = rungs.map((_, index) =>
            ladderStep({ ladder: rungs.slice(0, index + 1) }, deadline, where, farAway),
          )
          for (const [index, step] of steps.entries()) {
            const before = steps[index - 1]
            if (!step || !before) continue
            expect(step.since.getTime()).toBeGreaterThan(before.since.getTime())
            expect(step.withhold.length).toBeGreaterThan(before.withhold.length)
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('the form of the rules', () => {
  it('gives back the rules it was filled with', () => {
    const atOnce: PolicyRules = {
      ...rules,
      ladder: [{ after: { days: 0 }, withhold: ['payments', 'payouts'] }],
      breaker: { accounts: 0, share: 0.0123 },
    }
    for (const given of [rules, atOnce]) {
      expect(rulesOf(rulesFormSchema.parse({ ...rulesForm(given), revision: 1 }))).toEqual(given)
    }
  })

  it('sorts what was typed and takes any separator', () => {
    const form = { ...rulesForm(rules), reminderDays: '1 7;14, 0', revision: 1 }
    expect(rulesOf(rulesFormSchema.parse(form)).reminderDays).toEqual([14, 7, 1, 0])
  })

  it.each([
    [{ reminderDays: '7, sept' }, 'reminderDays: policy.reminderList'],
    [{ reminderDays: '7, 7' }, 'reminderDays: policy.reminderTwice'],
    [{ secondAfter: 0 }, 'secondAfter: policy.ladderNotLater'],
    [{ firstWithheld: 'both' }, 'secondAfter: policy.ladderNotMore'],
    [{ firstUnit: 'businessDays', firstAfter: 61 }, 'firstAfter: field.tooBig?maximum=60'],
    [{ secondUnit: 'businessDays', secondAfter: 61 }, 'secondAfter: field.tooBig?maximum=60'],
    [{ startDays: 90 }, 'startDays: policy.startBeforeAsking'],
    [{ reviewYearsHigh: 5, reviewYearsStandard: 4 }, 'reviewYearsHigh: policy.highRiskLessOften'],
  ])('says at its field what is wrong with %o', (change, fault) => {
    expect(faults(rulesFormSchema as never, { ...rulesForm(rules), revision: 1, ...change })).toEqual([fault])
  })
})

describe('the other forms', () => {
  const { code, about, validity: _, sides: __, retired: ___, ...texts } = type
  const form = { ...texts, revision: 1, validityRule: 'max_age_months', sides: '2' }

  it('ask for the months of an age, and for nothing else', () => {
    expect(faults(typeFormSchema as never, form)).toEqual(['months: field.required'])
    expect(faults(newTypeFormSchema as never, { ...form, code, about })).toEqual(['months: field.required'])
    expect(typeFormSchema.safeParse({ ...form, months: 3 }).success).toBe(true)
    expect(typeFormSchema.safeParse({ ...form, months: 3, code: 'other' }).success).toBe(false)
  })

  it('need one document for each legal form', () => {
    const sets = { ...content.requiredSets, association: [], revision: 1 }
    expect(faults(setsFormSchema as never, sets)).toEqual(['association: policy.setEmpty'])
  })
})
