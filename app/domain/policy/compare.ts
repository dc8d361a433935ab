import { isDeepStrictEqual } from 'node:util'
import { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import type {
  PolicyChange,
  PolicyContent,
  PolicyType,
  RuleValues,
  TypeField,
} from '#app/domain/policy/schemas.ts'

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

function ruleChanges(before: RuleValues, after: RuleValues): PolicyChange[] {
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
