import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'
import type { Account, LegalForm } from '#db/models/access.ts'

/** What an account is asked for: a type, and whose where the type is about a person. */
export interface Question {
  readonly documentType: string
  readonly subject: string
}

interface RequiredType {
  code: string
  about: 'account' | 'company' | 'person'
  /** Those whose set it is part of. */
  legalForms: LegalForm[]
}

/** The types that any legal form needs, and the licence of regulated activities, in the order of the list. */
export function requiredTypes(ctx: Pick<Context, 'db'>): Promise<RequiredType[]> {
  return rows<RequiredType>(
    ctx.db,
    `select t.code, t.about, array(select s.legal_form from required_sets s where s.document_type = t.code) as legal_forms
      from document_types t
      where (t.code = 'activity_licence' and not t.retired) or exists (select from required_sets s where s.document_type = t.code)
      order by t.position`,
  )
}

/** What one account needs: a line per person where a document is about persons, of a company each owner too. */
export function requiredOf(
  types: readonly RequiredType[],
  { legalForm, regulated, declared }: Pick<Account, 'legalForm' | 'regulated' | 'declared'>,
): Question[] {
  const { representative = '', owners = [] } = declared
  const people = legalForm === 'company' ? [...new Set([representative, ...owners])] : [representative]
  return types
    .filter(
      ({ code, legalForms }) => legalForms.includes(legalForm) || (code === 'activity_licence' && regulated),
    )
    .flatMap(({ code, about }) => {
      if (about !== 'person') return [{ documentType: code, subject: '' }]
      const subjects = code === 'identity_document' ? people : [representative]
      return subjects.map((subject) => ({ documentType: code, subject }))
    })
}
