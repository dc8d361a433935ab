/** Orders what is written about the accounts as the run does: chains of the audit are locked in one order. */
const AUDITED = `
  select account_id, 'requirement.requested' as action, id as subject_id, null as before,
      jsonb_build_object('accountId', account_id, 'documentType', document_type, 'subject', '', 'message', '',
        'clockFrom', clock_from, 'clockDays', 30, 'why', why, 'status', 'requested', 'policyVersion', 1,
        'basis', jsonb_build_object('renewal', jsonb_build_object('policyVersion', 1, 'today', cast(:day as date),
          'question', jsonb_build_object('documentType', document_type, 'subject', ''),
          'account', jsonb_build_object('legalForm', legal_form, 'regulated', regulated, 'declared', jsonb_build_object()),
          'held', jsonb_build_object('required', true, 'risk', risk, 'documents', jsonb_build_array(jsonb_build_object(
              'id', document_id, 'acceptedOn', accepted_on, 'expiresOn', expires_on)),
            'releasedDocuments', jsonb_build_array(), 'reviewReleasedOn', null)))) as after
    from ending
  union all
  select account_id, 'requirement.clock_set', id,
      jsonb_build_object('deadlineAt', null, 'clockFrom', clock_from, 'clockDays', clock_days),
      jsonb_build_object('deadlineAt', iso_instant(:deadline), 'days', null, 'date', cast(:day as date) + clock_days, 'cause', 'renewal',
        'basis', jsonb_build_object('department', department, 'entries', 1, 'at', iso_instant(:at)))
    from waiting`

/**
 * What somebody who knows the scene would write by hand to do the same as the renewal of a day: what ends in 60 days is
 * asked again, what was to start today starts, with clocks, audit and events, in one statement. `:at` = the instant,
 * `:day` = its day, `:deadline` = the end of the 30 days that a clock started today gives.
 */
export const STATEMENT = `
  with ending as materialized (
    select gen_random_uuid() as id, d.id as document_id, d.account_id, d.document_type, d.expires_on,
      d.expires_on - 30 as clock_from, cast(d.accepted_at at time zone 'Europe/Paris' as date) as accepted_on,
      a.legal_form, a.regulated, a.risk,
      jsonb_build_object('kind', 'expiry', 'documentId', d.id, 'on', d.expires_on, 'policyVersion', 1) as why
    from documents d join accounts a on a.id = d.account_id
    where d.outlived_by is null and d.expires_on <= cast(:day as date) + 60 and a.closed_at is null
      and not exists (select from requirements q where q.account_id = d.account_id
        and q.document_type = d.document_type and q.subject = d.subject and q.closed_at is null)
  ), waiting as materialized (
    select q.id, q.account_id, q.clock_from, q.clock_days, a.department
    from requirements q join accounts a on a.id = q.account_id
    where q.clock_from <= cast(:day as date) and q.closed_at is null and a.closed_at is null for no key update of q
  ), asked as (
    insert into requirements (id, account_id, document_type, why, status, requested_at, policy_version, clock_from,
        clock_days)
      select id, account_id, document_type, why, 'requested', :at, 1, clock_from, 30 from ending
  ), started as (
    update requirements q set clock_from = null, clock_days = null, deadline_at = :deadline from waiting w where q.id = w.id
  ), entries as (
    insert into clock_entries (requirement_id, kind, at, date, cause, actor_id)
      select id, 'set', :at, cast(:day as date) + clock_days, 'renewal', 'renew' from waiting
  ), audited as (
    insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, before, after)
      select :at, 'system', 'renew', action, 'requirement', subject_id, account_id, before, after
      from (${AUDITED}) a order by account_id
  ), events as (
    insert into account_events (id, type, account_id, requirement_id, at, data)
      select gen_random_uuid(), 'requirement.requested', account_id, id, :at, jsonb_build_object(
          'account_id', account_id, 'capabilities', jsonb_build_object('payments', 'active', 'payouts', 'active'),
          'requirement', jsonb_build_object('id', id, 'document_type', document_type, 'subject', null,
            'status', 'requested', 'reason_codes', jsonb_build_array())) from ending
  )
  select (select count(*) from ending) as asked, (select count(*) from waiting) as started,
    graphile_worker.add_job('deliver_webhooks', cast('{}' as json)) is not null as told`
