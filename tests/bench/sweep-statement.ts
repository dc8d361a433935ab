/**
 * What somebody who knows the scene would write by hand to do the same as the sweep: everything overdue on one rung,
 * its restriction with the facts behind it, audit, event, notice, mail and job, in one statement. `$1` = the instant,
 * `$2` = the deadline before which the rung is reached, `$3` = the address of the portal.
 */
export const STATEMENT = `
  with overdue as materialized (
    select q.id as requirement_id, q.account_id, q.status, q.deadline_at, q.document_type, q.subject,
      a.name as account_name, a.department, told.notices
    from requirements q join accounts a on a.id = q.account_id
      cross join lateral (
        select count(*) as count, max(n.accepted_at) as last_at,
          jsonb_agg(jsonb_build_object('noticeId', n.notice_id, 'acceptedAt', iso_instant(n.accepted_at))
            order by n.accepted_at, n.notice_id) as notices
        from accepted_notices n where n.requirement_id = q.id and n.accepted_at <= $1
      ) told
    where q.status in ('requested', 'rejected') and q.deadline_at < $2 and not a.exempt and a.closed_at is null
      and told.count >= 2 and told.last_at <= $1 - interval '72 hours'
      and not exists (select from components c where c.needed_to_submit_documents and c.deleted_at is null
        and c.status in ('partial_outage', 'major_outage', 'under_maintenance'))
      and not exists (select from restriction_requirements rr join restrictions r on r.id = rr.restriction_id
        where rr.requirement_id = q.id and r.lifted_at is null and r.cause = 'documents_overdue')
  ), held as materialized (
    select gen_random_uuid() as restriction_id, gen_random_uuid() as notice_id, o.account_id,
      min(o.account_name) as account_name,
      array_agg(o.requirement_id order by o.deadline_at, o.requirement_id) as requirement_ids,
      jsonb_build_object('decisions', jsonb_build_array(jsonb_build_object('at', iso_instant($1), 'policyVersion', 1,
        'department', min(o.department),
        'requirements', jsonb_agg(jsonb_build_object('requirementId', o.requirement_id, 'status', o.status,
          'deadlineAt', iso_instant(o.deadline_at), 'notices', o.notices,
          'clock', (select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', iso_instant(e.at), 'days', e.days,
              'date', e.date, 'cause', e.cause) order by e.id)
            from clock_entries e where e.requirement_id = o.requirement_id)) order by o.deadline_at, o.requirement_id),
        'decision', jsonb_build_object('payouts',
          jsonb_agg(o.requirement_id order by o.deadline_at, o.requirement_id))))) as basis,
      jsonb_agg(jsonb_build_object('fr', t.name_fr, 'en', t.name_en, 'subject', o.subject, 'id', o.requirement_id,
          'frGround', t.legal_ground_fr, 'enGround', t.legal_ground_en, 'deadline', iso_instant(o.deadline_at))
        order by o.deadline_at, o.requirement_id) as items
    from overdue o join document_types t on t.code = o.document_type group by o.account_id
  ), imposed as (
    insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis)
      select restriction_id, account_id, 'payouts', 'documents_overdue', $1, 'sweep', basis from held
  ), grounds as (
    insert into restriction_requirements (restriction_id, requirement_id)
      select restriction_id, unnest(requirement_ids) from held
  ), events as (
    insert into account_events (id, type, account_id, at, data)
      select gen_random_uuid(), 'account.restricted', account_id, $1,
        jsonb_build_object('account_id', account_id, 'changed_capabilities', jsonb_build_array('payouts'),
          'capabilities', jsonb_build_object('payments', 'active', 'payouts', 'inactive')) from held
  ), notices_written as (
    insert into notices (id, account_id, kind, day, created_at)
      select notice_id, account_id, 'restricted', ($1 at time zone 'Europe/Paris')::date, $1 from held
  ), notices_linked as (
    insert into notice_requirements (notice_id, requirement_id, days_before, deadline_at)
      select h.notice_id, o.requirement_id, null, o.deadline_at from held h join overdue o on o.account_id = h.account_id
  ), letters as materialized (
    select gen_random_uuid() as id, h.notice_id, h.account_id, u.id as user_id, u.email, u.locale,
      jsonb_build_object('name', u.name, 'accountName', h.account_name, 'capabilities', jsonb_build_array('payouts'),
        'url', case when jsonb_array_length(h.items) = 1 then $3 || '/requirements/' || (h.items -> 0 ->> 'id')
          else $3 || '/' end,
        'items', (select jsonb_agg(jsonb_build_object(
            'title', (i ->> u.locale) || case i ->> 'subject' when '' then '' else ' – ' || (i ->> 'subject') end,
            'legalGround', i ->> (u.locale || 'Ground'), 'deadline', i ->> 'deadline', 'overdue', true,
            'url', $3 || '/requirements/' || (i ->> 'id')) order by place)
          from jsonb_array_elements(h.items) with ordinality as x (i, place)),
        'next', jsonb_build_object('capability', 'payments', 'after', '2026-03-11')) as data
    from held h join users u on u.account_id = h.account_id and u.role = 'member' and u.disabled_at is null
  ), mails_queued as (
    insert into mails (id, template, locale, to_address, user_id, account_id, data, created_at)
      select id, 'account_restricted', locale, email, user_id, account_id, data, $1 from letters
  ), mails_linked as (
    insert into notice_mails (notice_id, mail_id) select notice_id, id from letters
  ), audited as (
    insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, after)
      select $1, 'system', 'sweep', e.action, e.subject_type, e.subject_id, h.account_id, e.after
      from held h cross join lateral (values
        (1, 'restriction.imposed', 'restriction', h.restriction_id, jsonb_build_object('capability', 'payouts',
          'cause', 'documents_overdue', 'requirementIds', to_jsonb(h.requirement_ids), 'basis', h.basis)),
        (2, 'notice.sent', 'notice', h.notice_id, jsonb_build_object('kind', 'restricted',
          'day', ($1 at time zone 'Europe/Paris')::date, 'requirementIds', to_jsonb(h.requirement_ids),
          'capabilities', jsonb_build_array('payouts'), 'basis', jsonb_build_object('policyVersion', 1,
            'decision', h.basis #> '{decisions,0,decision}', 'standing', jsonb_build_array(),
            'imposed', jsonb_build_array('payouts')),
          'mailIds', (select jsonb_agg(l.id) from letters l where l.notice_id = h.notice_id)))
      ) e (place, action, subject_type, subject_id, after)
      order by h.account_id, e.place
  )
  select (select count(*) from held) as accounts, (select count(*) from graphile_worker.add_jobs(array(
      select ('send_mail', json_build_object('mailId', id), null, null, null, 'mail:' || id, null, null)
        ::graphile_worker.job_spec from letters), true)) as jobs`
