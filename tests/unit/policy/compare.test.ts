import { describe, expect, it } from 'vitest'
import { comparePolicies } from '#app/domain/policy/compare.ts'
import type { PolicyContent, PolicyRules } from '#app/domain/policy/schemas.ts'
import { policyWarnings } from '#app/domain/policy/warnings.ts'

const rules: PolicyRules = {
  deadlineDays: 30,
  floorDays: 7,
  reminderDays: [14, 7, 0],
  ladder: [
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ],
  breaker: { accounts: 20, share: 0.02 },
  renewal: { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } },
  promises: { answerBusinessDays: 2, examineBusinessDays: 10 },
}
const type = (code: string, change: object = {}) => ({
  code,
  nameFr: code,
  nameEn: code,
  descriptionFr: code,
  descriptionEn: code,
  legalGroundFr: code,
  legalGroundEn: code,
  about: 'company' as const,
  validity: { rule: 'none' as const },
  sides: 1 as const,
  retired: false,
  ...change,
})
const before: PolicyContent = {
  rules,
  documentTypes: [type('a'), type('b'), type('c')],
  requiredSets: { sole_trader: ['a'], company: ['a', 'b'], association: ['a'] },
}

describe('comparePolicies', () => {
  it('finds nothing between equals, whatever the order in a set', () => {
    const requiredSets = { ...before.requiredSets, company: ['b', 'a'] }
    expect(comparePolicies(before, structuredClone({ ...before, requiredSets }))).toEqual([])
  })

  it('names each difference once', () => {
    const after: PolicyContent = {
      rules: { ...rules, deadlineDays: 20, reminderDays: [7, 0] },
      documentTypes: [
        type('b', { nameFr: 'B', sides: 2 }),
        type('a'),
        type('d'),
        type('c', { retired: true }),
      ],
      requiredSets: { ...before.requiredSets, company: ['a', 'd'] },
    }
    expect(comparePolicies(before, after)).toMatchObject([
      { part: 'rule', rule: 'deadlineDays', before: 30, after: 20 },
      { part: 'rule', rule: 'reminderDays', before: [14, 7, 0], after: [7, 0] },
      { part: 'type', kind: 'changed', type: { code: 'b' }, fields: ['nameFr', 'sides'] },
      { part: 'type', kind: 'added', type: { code: 'd' } },
      { part: 'type', kind: 'retired', type: { code: 'c' } },
      { part: 'order' },
      { part: 'set', legalForm: 'company', added: [{ code: 'd' }], removed: [{ code: 'b' }] },
    ])
    expect(comparePolicies(after, before)).toMatchObject([
      { rule: 'deadlineDays', before: 20, after: 30 },
      { rule: 'reminderDays' },
      { kind: 'changed', fields: ['nameFr', 'sides'] },
      { kind: 'restored', type: { code: 'c' } },
      { kind: 'removed', type: { code: 'd' } },
      { part: 'order' },
      { part: 'set', added: [{ code: 'b' }], removed: [{ code: 'd' }] },
    ])
  })
})

describe('policyWarnings', () => {
  const kinds = (change: Partial<PolicyRules>) =>
    policyWarnings({ ...rules, ...change }).map(({ kind }) => kind)
  const first = (days: number) => [{ after: { days }, withhold: ['payouts' as const] }]

  it('has nothing to say about the first policy', () => expect(kinds({})).toEqual([]))

  it('warns where the first step would come less than 72 hours after the last reminder', () => {
    expect(kinds({ ladder: first(2), reminderDays: [7, 0] })).toEqual(['noticeTooRecent'])
    expect(kinds({ ladder: first(3), reminderDays: [7, 0] })).toEqual([])
    expect(kinds({ ladder: first(0), reminderDays: [7, 3] })).toEqual([])
    expect(kinds({ ladder: first(0), reminderDays: [7, 2] })).toEqual(['noticeTooRecent'])
  })

  it('warns where an account is suspended in one step, a breaker never holds, or high risk is seen too rarely', () => {
    const atOnce = [{ after: { days: 5 }, withhold: ['payments' as const, 'payouts' as const] }]
    expect(kinds({ ladder: atOnce })).toEqual(['suspendsAtOnce'])
    expect(kinds({ breaker: { accounts: 20, share: 1 } })).toEqual(['breakerNeverHolds'])
    const renewal = { ...rules.renewal, reviewYears: { high: 2, standard: 5 } }
    expect(kinds({ renewal })).toEqual(['highRiskTooRare'])
  })
})
