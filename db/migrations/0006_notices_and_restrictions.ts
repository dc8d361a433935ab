import type { Knex } from 'knex'

/** What we owe a merchant before acting, and what we then withhold. The rules of compliance.md, in the database. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table policies (
      version integer primary key,
      rules jsonb not null,
      created_by uuid references users,
      created_at timestamptz not null
    );

    create table sweep_runs (
      id uuid primary key,
      at timestamptz not null,
      policy_version integer not null references policies,
      started_at timestamptz not null,
      finished_at timestamptz,
      counts jsonb not null default '{}'
    );

    create table notices (
      id uuid primary key,
      account_id uuid not null references accounts,
      kind text not null check (kind in ('requested', 'reminder', 'restricted', 'reinstated')),
      -- The day in Europe/Paris for which the reminder speaks: one per account and day.
      day date not null,
      created_at timestamptz not null
    );
    create unique index notices_one_reminder_a_day on notices (account_id, day) where kind = 'reminder';
    create index notices_account on notices (account_id, created_at desc);

    -- What each notice spoke of, and which rung of the ladder that was (days before the deadline).
    create table notice_requirements (
      notice_id uuid not null references notices,
      requirement_id uuid not null references requirements,
      days_before smallint,
      deadline_at timestamptz,
      primary key (notice_id, requirement_id)
    );
    create index notice_requirements_requirement on notice_requirements (requirement_id);

    -- One mail per member; accepted by the mail server when mails.status = 'sent'.
    create table notice_mails (
      notice_id uuid not null references notices,
      mail_id uuid not null references mails,
      primary key (notice_id, mail_id)
    );
    create index notice_mails_mail on notice_mails (mail_id);

    -- A capability withheld for one cause. The state of an account is derived from the open ones.
    create table restrictions (
      id uuid primary key,
      account_id uuid not null references accounts,
      capability text not null check (capability in ('payments', 'payouts')),
      cause text not null check (cause in ('documents_overdue', 'manual', 'fraud', 'asset_freeze')),
      imposed_at timestamptz not null,
      imposed_by text not null,
      -- What the decision rested on, so that it can be replayed: policy version, inputs, notices.
      basis jsonb not null,
      lifted_at timestamptz,
      lifted_by text,
      lifting_reason text,
      constraint restrictions_lifted check ((lifted_at is null) = (lifted_by is null))
    );
    create unique index restrictions_open on restrictions (account_id, capability, cause) where lifted_at is null;
    create index restrictions_account on restrictions (account_id, imposed_at desc);

    create table restriction_requirements (
      restriction_id uuid not null references restrictions,
      requirement_id uuid not null references requirements,
      -- Set where the requirement joined a restriction that stood already; null = it was there from the start.
      added_at timestamptz,
      primary key (restriction_id, requirement_id)
    );
    create index restriction_requirements_requirement on restriction_requirements (requirement_id);

    create view account_states as
      select a.id as account_id,
        case when a.closed_at is not null then 'closed'
          when bool_or(r.capability = 'payments') then 'suspended'
          when count(r.id) > 0 then 'restricted'
          else 'active' end as state,
        coalesce(bool_or(r.capability = 'payments'), false) as payments_withheld,
        coalesce(bool_or(r.capability = 'payouts'), false) as payouts_withheld
      from accounts a left join restrictions r on r.account_id = a.id and r.lifted_at is null
      group by a.id;

    -- Notices about a requirement that the mail server accepted for at least one member.
    create view accepted_notices as
      select nr.requirement_id, nr.notice_id, told.accepted_at
      from notice_requirements nr
        join notices n on n.id = nr.notice_id
        cross join lateral (
          select min(m.sent_at) filter (where m.status = 'sent') as accepted_at
          from notice_mails nm join mails m on m.id = nm.mail_id where nm.notice_id = nr.notice_id
        ) told
      where n.kind in ('requested', 'reminder') and told.accepted_at is not null;

    -- Why a restriction for overdue documents may not rest on this requirement at this instant; null = it may.
    -- It looks at one requirement: by index, also in tables whose statistics are still to come.
    create function restriction_obstacle(requirement uuid, at timestamptz) returns text language sql stable
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
      select case
        when q.status not in ('requested', 'rejected') then 'awaiting_review'
        when q.deadline_at is null or q.deadline_at > at then 'not_overdue'
        when a.exempt then 'exempt'
        when a.closed_at is not null then 'closed'
        when told.notices < 2 then 'too_few_notices'
        when told.last_at > at - interval '72 hours' then 'notice_too_recent'
        when exists (select from components c where c.needed_to_submit_documents and c.deleted_at is null
              and c.status in ('partial_outage', 'major_outage', 'under_maintenance')) then 'fair_clock'
        end
      from requirements q join accounts a on a.id = q.account_id
        cross join lateral (
          select count(*) as notices, max(n.accepted_at) as last_at
          from accepted_notices n where n.requirement_id = q.id and n.accepted_at <= at
        ) told
      where q.id = requirement
    $$;

    create function restriction_check() returns trigger language plpgsql as $$
    declare imposed restrictions; obstacle text;
    begin
      select * into strict imposed from restrictions where id = new.restriction_id;
      if imposed.cause = 'documents_overdue' then
        perform 1 from requirements where id = new.requirement_id for share;
        obstacle := restriction_obstacle(new.requirement_id, coalesce(new.added_at, imposed.imposed_at));
        if obstacle is not null then
          raise exception 'restriction refused: %', obstacle
            using errcode = 'check_violation', constraint = 'restriction_obstacle';
        end if;
      end if;
      return new;
    end $$;
    create trigger restriction_check before insert or update on restriction_requirements
      for each row execute function restriction_check();

    -- A restriction for overdue documents must rest on something, at commit.
    create function restriction_has_ground() returns trigger language plpgsql as $$
    begin
      if new.cause = 'documents_overdue'
        and not exists (select from restriction_requirements where restriction_id = new.id) then
        raise exception 'restriction refused: no requirement behind it'
          using errcode = 'check_violation', constraint = 'restriction_has_ground';
      end if;
      return null;
    end $$;
    create constraint trigger restriction_has_ground after insert or update on restrictions
      deferrable initially deferred for each row execute function restriction_has_ground();

    -- What was imposed, on whom and why never changes; else an update could pass by the checks above.
    create function restriction_is_fixed() returns trigger language plpgsql as $$
    begin
      raise exception 'what a restriction withholds, and why, is fixed'
        using errcode = 'check_violation', constraint = 'restriction_is_fixed';
    end $$;
    create trigger restriction_is_fixed before update on restrictions for each row
      when ((old.account_id, old.capability, old.cause, old.imposed_at)
        is distinct from (new.account_id, new.capability, new.cause, new.imposed_at))
      execute function restriction_is_fixed();

    call audit_guard('restrictions');
    call audit_guard('policies');
    call audit_guard('notices');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop view accepted_notices, account_states;
    drop table restriction_requirements, restrictions, notice_mails, notice_requirements, notices, sweep_runs,
      policies cascade;
    drop function restriction_obstacle, restriction_check, restriction_has_ground, restriction_is_fixed;
  `)
}
