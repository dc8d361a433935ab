import type { PolicyContent } from '#app/domain/policy/schemas.ts'
import type { Account } from '#db/models/access.ts'

/** What an account is asked for: a type, and whose where the type is about a person. */
export interface Question {
  readonly documentType: string
  readonly subject: string
}

export const isSameQuestion = (one: Question, other: Question) =>
  one.documentType === other.documentType && one.subject === other.subject

/** SQL: true where account `a` needs type `t`: its legal form does, or it is the licence of a regulated activity. */
export const isRequired = (a: string, t: string) => `
  ((${a}.legal_form, ${t}.code) in (select legal_form, document_type from required_sets)
    or (${a}.regulated and ${t}.code = 'activity_licence' and not ${t}.retired))`

/**
 * SQL: whose document of type `t` account `a` is asked for, as rows of `subject` in the order of `place`: nobody's
 * where it is not about persons; an identity document of the representative and, of a company, of each owner too;
 * other documents of the representative. May name somebody twice, who is both.
 */
export const subjectsOf = (a: string, t: string) => `
  (select '' as subject, 0 as place where ${t}.about <> 'person'
   union all
   select coalesce(${a}.declared ->> 'representative', ''), 0 where ${t}.about = 'person'
   union all
   select owner, place from jsonb_array_elements_text(coalesce(${a}.declared -> 'owners', '[]'))
       with ordinality as o (owner, place)
     where ${t}.about = 'person' and ${t}.code = 'identity_document' and ${a}.legal_form = 'company')`

/** Of an account, what decides which documents it needs, and no more: this is stored as it is, for ever. */
export type Needs = Pick<Account, 'legalForm' | 'regulated'> & {
  readonly declared: Pick<Account['declared'], 'representative' | 'owners'>
}

/** SQL: `Needs` of account `a`, as JSON. */
export const needsOf = (a: string) => `
  jsonb_build_object('legalForm', ${a}.legal_form, 'regulated', ${a}.regulated, 'declared', jsonb_strip_nulls(
    jsonb_build_object('representative', ${a}.declared -> 'representative', 'owners', ${a}.declared -> 'owners')))`

/**
 * Everything that one account needs by a version of the policy, in the order of its types: what `isRequired` and
 * `subjectsOf` say of many at once.
 */
export function requiredBy(
  { documentTypes, requiredSets }: Pick<PolicyContent, 'documentTypes' | 'requiredSets'>,
  { legalForm, regulated, declared: { representative = '', owners = [] } }: Needs,
): Question[] {
  const needed = documentTypes.filter(
    ({ code, retired }) =>
      requiredSets[legalForm].includes(code) || (regulated && code === 'activity_licence' && !retired),
  )
  return needed.flatMap(({ code, about }) => {
    const isOfEach = code === 'identity_document' && legalForm === 'company'
    const persons = isOfEach ? [...new Set([representative, ...owners])] : [representative]
    return (about === 'person' ? persons : ['']).map((subject) => ({ documentType: code, subject }))
  })
}
