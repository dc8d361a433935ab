import type { Context } from '#app/domain/context.ts'
import { isUndated } from '#app/domain/deadlines/undated-sql.ts'
import type { HeldAnswers } from '#app/domain/evidence/next-renewal.ts'
import { LET_GO } from '#app/domain/evidence/serves-sql.ts'
import {
  isRequired,
  type Needs,
  needsOf,
  type Question,
  subjectsOf,
} from '#app/domain/policy/required-set.ts'
import { rows } from '#db/client.ts'

/** What an account has answered to one question, and whether it is being asked again already. */
export interface Answers extends Question, HeldAnswers {
  readonly accountId: string
  readonly account: Needs
  readonly open: {
    readonly requirementId: string
    /** No clock has started, and none is to. */
    readonly undated: boolean
  } | null
}

/**
 * Every question that these accounts have a document for, of accounts that are not closed: one statement for any
 * number. Documents that a later one outlives in every respect are left out, since they decide nothing, and those
 * of a type that is retired, since it is not asked again.
 */
export function readAnswers(
  ctx: Pick<Context, 'db'>,
  accountIds: readonly string[],
  only: Question | null = null,
): Promise<Answers[]> {
  return rows<Answers>(ctx.db, ANSWERS, {
    accountIds,
    documentType: only?.documentType ?? null,
    subject: only?.subject ?? null,
  })
}

const ANSWERS = `
  select d.account_id, d.document_type, d.subject, a.risk, ${needsOf('a')} as account,
    ${isRequired('a', 't')} and d.subject in (select s.subject from ${subjectsOf('a', 't')} s) as required,
    jsonb_agg(jsonb_build_object('id', d.id, 'expiresOn', d.expires_on,
      'acceptedOn', cast(d.accepted_at at time zone 'Europe/Paris' as date)) order by d.accepted_at desc, d.id) as documents,
    array(select cast(q.why ->> 'documentId' as uuid) from requirements q
      where q.account_id = d.account_id and q.document_type = d.document_type and q.subject = d.subject
        and ${LET_GO} and q.why ->> 'kind' = 'expiry') as released_documents,
    (select max(cast(q.closed_at at time zone 'Europe/Paris' as date)) from requirements q
      where q.account_id = d.account_id and q.document_type = d.document_type and q.subject = d.subject
        and ${LET_GO} and q.why ->> 'kind' = 'review') as review_released_on,
    (select jsonb_build_object('requirementId', q.id, 'undated', ${isUndated('q')})
      from requirements q
      where q.account_id = d.account_id and q.document_type = d.document_type and q.subject = d.subject
        and q.closed_at is null) as open
  from documents d join accounts a on a.id = d.account_id
    join document_types t on t.code = d.document_type and not t.retired
  where d.account_id = any(cast(:accountIds as uuid[])) and a.closed_at is null and d.outlived_by is null
    and (cast(:documentType as text) is null
      or (d.document_type = cast(:documentType as text) and d.subject = cast(:subject as text)))
  group by a.id, t.code, d.account_id, d.document_type, d.subject
  order by d.account_id, t.position, d.subject`
