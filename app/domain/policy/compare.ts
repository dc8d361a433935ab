import { isDeepStrictEqual } from 'node:util'
import { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import type { PolicyContent, PolicyRules, PolicyType, RequiredSets } from '#app/domain/policy/schemas.ts'

/** One difference between two versions, as people would say it. */
export type PolicyChange =
  | { [Rule in keyof PolicyRules]: RuleChange<Rule> }[keyof PolicyRules]
  | {
      readonly part: 'type'
      readonly kind: 'added' | 'retired' | 'restored' | 'removed'
      readonly type: PolicyType
    }
  | {
      readonly part: 'type'
      readonly kind: 'changed'
      readonly type: PolicyType
      readonly before: PolicyType
      readonly fields: readonly TypeField[]
    }
  | { readonly part: 'order' }
  | {
      readonly part: 'set'
      readonly legalForm: keyof RequiredSets
      readonly added: readonly PolicyType[]
      readonly removed: readonly PolicyType[]
    }

interface RuleChange<Rule extends keyof PolicyRules> {
  readonly part: 'rule'
  readonly rule: Rule
  readonly before: PolicyRules[Rule]
  readonly after: PolicyRules[Rule]
}

/** What of a type can change besides being retired. */
export type TypeField = Exclude<keyof PolicyType, 'code' | 'retired'>

const RULES = [
  'deadlineDays',
  'floorDays',
  'reminderDays',
  'ladder',
  'breaker',
  'renewal',
  'promises',
] as const
const TYPE_FIELDS = [
  'nameFr',
  'nameEn',
  'descriptionFr',
  'descriptionEn',
  'legalGroundFr',
  'legalGroundEn',
  'about',
  'validity',
  'sides',
] as const satisfies readonly TypeField[]

/** What differs between two versions, in the order in which a version is read; empty when they say the same. */
export function comparePolicies(before: PolicyContent, after: PolicyContent): PolicyChange[] {
  return [
    ...ruleChanges(before.rules, after.rules),
    ...typeChanges(before, after),
    ...setChanges(before, after),
  ]
}

function ruleChanges(before: PolicyRules, after: PolicyRules): PolicyChange[] {
  return RULES.filter((rule) => !isDeepStrictEqual(before[rule], after[rule])).map(
    // Both values are of the same rule, which the compiler cannot follow through a variable.
    (rule) => ({ part: 'rule', rule, before: before[rule], after: after[rule] }) as PolicyChange,
  )
}

function typeChanges(before: PolicyContent, after: PolicyContent): PolicyChange[] {
  const known = new Map(before.documentTypes.map((type) => [type.code, type]))
  const kept = new Set(after.documentTypes.map(({ code }) => code))
  const changes = after.documentTypes.flatMap((type): PolicyChange[] => {
    const old = known.get(type.code)
    if (!old) return [{ part: 'type', kind: 'added', type }]
    const fields = TYPE_FIELDS.filter((field) => !isDeepStrictEqual(old[field], type[field]))
    return [
      ...(old.retired === type.retired
        ? []
        : [
            {
              part: 'type' as const,
              kind: type.retired ? ('retired' as const) : ('restored' as const),
              type,
            },
          ]),
      ...(fields.length > 0
        ? [{ part: 'type' as const, kind: 'changed' as const, type, before: old, fields }]
        : []),
    ]
  })
  const removed = before.documentTypes.filter(({ code }) => !kept.has(code))
  const order = (types: readonly PolicyType[], other: ReadonlySet<string>) =>
    types.flatMap(({ code }) => (other.has(code) ? [code] : []))
  const moved = !isDeepStrictEqual(
    order(before.documentTypes, kept),
    order(after.documentTypes, new Set(known.keys())),
  )
  return [
    ...changes,
    ...removed.map((type) => ({ part: 'type' as const, kind: 'removed' as const, type })),
    ...(moved ? [{ part: 'order' as const }] : []),
  ]
}

function setChanges(before: PolicyContent, after: PolicyContent): PolicyChange[] {
  return LEGAL_FORMS.flatMap((legalForm): PolicyChange[] => {
    const without = (from: PolicyContent, other: PolicyContent) =>
      from.documentTypes.filter(
        ({ code }) =>
          from.requiredSets[legalForm].includes(code) && !other.requiredSets[legalForm].includes(code),
      )
    const added = without(after, before)
    const removed = without(before, after)
    return added.length + removed.length > 0 ? [{ part: 'set', legalForm, added, removed }] : []
  })
}
