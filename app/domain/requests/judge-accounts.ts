import type { Context } from '#app/domain/context.ts'
import { serves, servesBindings } from '#app/domain/evidence/serves-sql.ts'
import { hasMember } from '#app/domain/mails/queue-mail.ts'
import { isRequired, subjectsOf } from '#app/domain/policy/required-set.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { Choice } from '#app/domain/requests/choose-accounts.ts'
import type { RequestBatch } from '#db/models/requests.ts'

/** A statement's beginning, and its values. */
export interface Judgement {
  readonly ctes: string
  readonly bindings: Record<string, unknown>
}

/**
 * Decides for chosen accounts what would be asked of each: the one rule behind preview, confirmation and work, so
 * that what was shown is what is done. As CTEs:
 * - `judged`: account_id, document_type, subject, is_open, stands (a document on file serves and is not about to
 *   end, as `standingDocument` has it), asks;
 * - `verdicts`: account_id, documents (how many would be asked), obstacle (why none is; null = asked).
 * What stands is asked for again only with a reason, and never when what is missing is asked for.
 */
export function judge(
  ctx: Pick<Context, 'clock'>,
  choice: Choice,
  batch: Pick<RequestBatch, 'documentTypes' | 'why'>,
  rules: Pick<PolicyRules, 'renewal'>,
): Judgement {
  const everything = batch.documentTypes.length === 0
  return {
    ctes: CTES(choice.sql),
    bindings: {
      ...choice.bindings,
      everything,
      types: batch.documentTypes,
      again: !everything && batch.why !== '',
      ...servesBindings(ctx, rules),
    },
  }
}

/**
 * What a batch is about of the chosen account `c`, question by question. Read account by account, and of each once what
 * is open and whether anything is on file: of a million accounts there are nine million questions.
 */
const QUESTIONS = `
  select w.document_type, w.subject, w.position, w.is_open, w.stands,
      not w.is_open and (not w.stands or cast(:again as boolean)) as asks
    from (
      select w.*, case when c.is_answered then ${serves('w')} else false end as stands
        from (
          select c.id as account_id, c.risk, t.code as document_type, t.position, needs.it as required, people.subject,
              t.code || ' ' || people.subject = any(c.open) as is_open
            from document_types t cross join lateral (select ${isRequired('c', 't')} as it) needs
              cross join lateral (
                select '' as subject where t.about <> 'person'
                union all
                (select distinct p.subject from ${subjectsOf('c', 't')} p where t.about = 'person')) people
            where not t.retired
              and case when cast(:everything as boolean) then needs.it else t.code = any(cast(:types as text[])) end
        ) w offset 0
    ) w`

const CTES = (chosen: string) => `
  chosen as materialized (
    select a.id, a.legal_form, a.regulated, a.risk, a.declared, a.closed_at,
        array(select q.document_type || ' ' || q.subject from requirements q
          where q.account_id = a.id and q.closed_at is null) as open,
        exists (select from documents d where d.account_id = a.id and d.outlived_by is null) as is_answered
      from accounts a where ${chosen}
  ), judged as (
    select c.id as account_id, j.* from chosen c cross join lateral (${QUESTIONS}) j
  ), counted as (
    select c.id as account_id, c.closed_at is not null as closed, j.*, ${hasMember('c.id')} as has_member
      from chosen c cross join lateral (
        select count(*) filter (where q.asks) as documents, coalesce(bool_or(q.is_open), false) as is_open,
            coalesce(bool_or(q.stands), false) as stands
          from (${QUESTIONS}) q) j
  ), verdicts as (
    select account_id, documents, case
      when closed then 'closed'
      when not has_member then 'no_member'
      when documents > 0 then null
      when is_open then 'already_open'
      when stands then 'standing_document'
      else 'nothing_required' end as obstacle
    from counted
  )`
