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

const CTES = (chosen: string) => `
  chosen as materialized (
    select a.id, a.legal_form, a.regulated, a.risk, a.declared, a.closed_at from accounts a where ${chosen}
  ), wanted as (
    select distinct c.id as account_id, c.risk, t.code as document_type, t.position, needs.it as required, people.subject
    from chosen c join document_types t on not t.retired
      cross join lateral (select ${isRequired('c', 't')} as it) needs
      cross join lateral ${subjectsOf('c', 't')} people
    where case when cast(:everything as boolean) then needs.it else t.code = any(cast(:types as text[])) end
  ), open as (
    select q.account_id, q.document_type, q.subject
    from chosen c join requirements q on q.account_id = c.id and q.closed_at is null
  ), found as materialized (
    select w.*, o.account_id is not null as is_open, ${serves('w')} as stands
    from wanted w left join open o using (account_id, document_type, subject)
  ), judged as (
    select f.*, not f.is_open and (not f.stands or cast(:again as boolean)) as asks from found f
  ), counted as (
    select c.id as account_id, c.closed_at is not null as closed, count(*) filter (where j.asks) as documents,
      coalesce(bool_or(j.is_open), false) as is_open, coalesce(bool_or(j.stands), false) as stands,
      ${hasMember('c.id')} as has_member
    from chosen c left join judged j on j.account_id = c.id
    group by c.id, c.closed_at
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
