import type { Knex } from 'knex'

/** `restriction_obstacles` of 0014, with or without the line for accounts that no mail reaches. */
const obstacles = (unreachable: string) => `
  create or replace function restriction_obstacles(at timestamptz)
    returns table (requirement_id uuid, account_id uuid, department text, status text, deadline_at timestamptz,
      obstacle text)
    language sql stable as $$
    select q.id, q.account_id, a.department, q.status, q.deadline_at,
      case
        when q.status not in ('requested', 'rejected') then 'awaiting_review'
        when q.deadline_at is null or q.deadline_at > at then 'not_overdue'
        when a.exempt then 'exempt'
        when a.closed_at is not null then 'closed'
        ${unreachable}
        else coalesce(
          (select case when count(*) < 2 then 'too_few_notices'
              when max(n.accepted_at) > at - interval '72 hours' then 'notice_too_recent' end
            from accepted_notices n where n.requirement_id = q.id and n.accepted_at <= at),
          (select 'fair_clock' from components c where c.needed_to_submit_documents and c.deleted_at is null
            and c.status in ('partial_outage', 'major_outage', 'under_maintenance') limit 1))
        end
    from requirements q join accounts a on a.id = q.account_id
  $$;`

/** What waits for an officer: accounts that no mail reaches, runs that the breaker holds, long extensions. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- A notice that reached nobody: somebody must reach the account otherwise before anything is withheld.
    create table contact_tasks (
      id uuid primary key,
      account_id uuid not null references accounts,
      -- The last notice that failed: its mails name the addresses and what the mail server said.
      notice_id uuid not null references notices,
      opened_at timestamptz not null,
      closed_at timestamptz,
      closed_by text,
      outcome text check (outcome in ('address_corrected', 'reached_otherwise', 'mail_accepted')),
      note text not null default '' check (length(note) <= 1000),
      constraint contact_tasks_closed check
        ((closed_at is null) = (outcome is null) and (closed_at is null) = (closed_by is null)),
      constraint contact_tasks_says_how check (outcome <> 'reached_otherwise' or note <> '')
    );
    create unique index contact_tasks_open on contact_tasks (account_id) where closed_at is null;
    create index contact_tasks_queue on contact_tasks (opened_at, id) where closed_at is null;
    call audit_guard('contact_tasks');
    ${obstacles(`when exists (select from contact_tasks t where t.account_id = a.id and t.closed_at is null)
        then 'unreachable'`)}

    -- A run that would have restricted unusually many accounts, and did nothing but write down whom.
    create table held_batches (
      id uuid primary key,
      policy_version integer not null references policies,
      -- The instant for which the run that held it applied the rules, and that of the last run that found more.
      held_at timestamptz not null,
      listed_at timestamptz not null,
      -- Accounts on the list, of how many active ones, and how many the run might have restricted by itself.
      accounts integer not null check (accounts > 0),
      active_accounts integer not null,
      most_accounts integer not null,
      -- Counts each growth of the list: a release names the list that its officer has seen.
      version integer not null default 1,
      status text not null default 'held' check (status in ('held', 'released', 'dismissed', 'passed')),
      closed_at timestamptz,
      -- Null where a run closed it: the number fell, or another policy is in force.
      closed_by uuid references users,
      note text not null default '' check (length(note) <= 1000),
      -- A run has acted on the released list: the release is used up.
      applied_at timestamptz,
      constraint held_batches_closed check ((status = 'held') = (closed_at is null)),
      constraint held_batches_decided check (status not in ('released', 'dismissed') or (closed_by is not null and note <> '')),
      constraint held_batches_applied check (applied_at is null or status = 'released')
    );
    -- One at a time is held, and one release at a time waits for its run.
    create unique index held_batches_open on held_batches ((true)) where status = 'held';
    create unique index held_batches_release on held_batches ((true)) where status = 'released' and applied_at is null;
    create index held_batches_age on held_batches (held_at desc, id);
    call audit_guard('held_batches');

    -- Who made the rules does not wave through what follows from them, whatever the code does.
    create function held_batch_four_eyes() returns trigger language plpgsql as $$
    begin
      if new.status = 'released' and exists (select from policies p
          where p.version = new.policy_version and (p.created_by = new.closed_by
            -- Columns that a later migration adds.
            or to_jsonb(p) ->> 'switched_on_by' = new.closed_by::text
            or to_jsonb(p) -> 'edited_by' @> to_jsonb(new.closed_by::text))) then
        raise exception 'the author of a policy cannot release what it holds'
          using errcode = 'check_violation', constraint = 'held_batch_four_eyes';
      end if;
      return new;
    end $$;
    create trigger held_batch_four_eyes before insert or update on held_batches
      for each row execute function held_batch_four_eyes();

    -- Whom, and what: a release covers these and nothing else. Entries are only ever added, while it is held.
    create table held_batch_entries (
      batch_id uuid not null references held_batches,
      account_id uuid not null references accounts,
      capability text not null check (capability in ('payments', 'payouts')),
      primary key (batch_id, account_id, capability)
    );
    create index held_batch_entries_account on held_batch_entries (account_id);
    create function held_batch_entry_is_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' or not exists (select from held_batches where id = new.batch_id and status = 'held') then
        raise exception 'the list of a held batch only grows, and only while it is held'
          using errcode = 'check_violation', constraint = 'held_batch_entry_is_fixed';
      end if;
      return new;
    end $$;
    create trigger held_batch_entry_is_fixed before insert or update or delete on held_batch_entries
      for each row execute function held_batch_entry_is_fixed();

    -- More days than one officer may give: asked by one, confirmed by another.
    create table long_extensions (
      id uuid primary key,
      requirement_id uuid not null references requirements,
      account_id uuid not null references accounts,
      days integer not null check (days between 1 and 365),
      -- The merchant reads it beside the new deadline.
      reason text not null check (length(reason) between 1 and 500),
      asked_by uuid not null references users,
      asked_at timestamptz not null,
      status text not null default 'asked' check (status in ('asked', 'confirmed', 'refused', 'withdrawn')),
      decided_by uuid references users,
      decided_at timestamptz,
      note text not null default '' check (length(note) <= 1000),
      constraint long_extensions_decided check
        ((status = 'asked') = (decided_at is null) and (status = 'asked') = (decided_by is null)),
      -- Four eyes, whatever the code does.
      constraint long_extensions_four_eyes check (status not in ('confirmed', 'refused') or decided_by <> asked_by)
    );
    create unique index long_extensions_open on long_extensions (requirement_id) where status = 'asked';
    create index long_extensions_queue on long_extensions (asked_at, id) where status = 'asked';
    create index long_extensions_account on long_extensions (account_id, asked_at desc);
    call audit_guard('long_extensions');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    ${obstacles('')}
    drop table long_extensions, held_batch_entries, held_batches, contact_tasks;
    drop function held_batch_entry_is_fixed, held_batch_four_eyes;
  `)
}
