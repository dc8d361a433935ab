import type { Knex } from 'knex'

/** What lets the sweep find and judge what is due without looking at everything (docs/decisions/0015). */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Every requirement with the reason why a restriction for overdue documents may not rest on it at an instant;
    -- null = it may. The one place of this rule: the sweep selects by it and restriction_check refuses by it. It
    -- stays one plain SELECT without SET, so that PostgreSQL plans it as a part of the statement that asks.
    create function restriction_obstacles(at timestamptz)
      returns table (requirement_id uuid, account_id uuid, department text, status text, deadline_at timestamptz,
        obstacle text)
      language sql stable as $$
      select q.id, q.account_id, a.department, q.status, q.deadline_at,
        case
          when q.status not in ('requested', 'rejected') then 'awaiting_review'
          when q.deadline_at is null or q.deadline_at > at then 'not_overdue'
          when a.exempt then 'exempt'
          when a.closed_at is not null then 'closed'
          else coalesce(
            (select case when count(*) < 2 then 'too_few_notices'
                when max(n.accepted_at) > at - interval '72 hours' then 'notice_too_recent' end
              from accepted_notices n where n.requirement_id = q.id and n.accepted_at <= at),
            (select 'fair_clock' from components c where c.needed_to_submit_documents and c.deleted_at is null
              and c.status in ('partial_outage', 'major_outage', 'under_maintenance') limit 1))
          end
      from requirements q join accounts a on a.id = q.account_id
    $$;

    -- Judges all grounds of a statement at once, behind locks: an upload or an outage that commits first is seen,
    -- one that comes later waits for the end of this transaction. By index, also in tables without statistics.
    create function restriction_check_all() returns trigger language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare refused text;
    begin
      perform from components where needed_to_submit_documents and deleted_at is null order by id for share;
      perform from requirements where id in (
          select g.requirement_id from new_grounds g join restrictions r on r.id = g.restriction_id
          where r.cause = 'documents_overdue')
        order by id for share;
      select o.obstacle into refused
        from new_grounds g join restrictions r on r.id = g.restriction_id
          cross join lateral restriction_obstacles(coalesce(g.added_at, r.imposed_at)) o
        where r.cause = 'documents_overdue' and o.requirement_id = g.requirement_id and o.obstacle is not null
        limit 1;
      if refused is not null then
        raise exception 'restriction refused: %', refused
          using errcode = 'check_violation', constraint = 'restriction_obstacle';
      end if;
      return null;
    end $$;
    drop trigger restriction_check on restriction_requirements;
    create trigger restriction_check after insert on restriction_requirements
      referencing new table as new_grounds for each statement execute function restriction_check_all();
    create trigger restriction_check_update after update on restriction_requirements
      referencing new table as new_grounds for each statement execute function restriction_check_all();
    drop function restriction_check;
    drop function restriction_obstacle;

    -- An instant as JavaScript writes it.
    create function iso_instant(instant timestamptz) returns text language sql stable as $$
      select to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $$;

    -- How far each open requirement has been told, so that "due today" is found by index. Only the sweep moves a
    -- mark down, after looking at the notices themselves: a mark that is too high costs a look and nothing else.
    -- A table of its own, since a look is no change of the requirement and leaves no audit entry.
    create table reminder_marks (
      requirement_id uuid primary key references requirements on delete cascade,
      account_id uuid not null,
      -- 'infinity' without a date.
      deadline_at timestamptz not null,
      -- Rungs of so many days before the deadline, or more, need no notice any more; 367 = not looked at yet.
      days smallint not null default 367 check (days between 0 and 367)
    );
    create index reminder_marks_next on reminder_marks (days, deadline_at, requirement_id);

    create function requirement_resets_mark() returns trigger language plpgsql as $$
    begin
      if new.status in ('requested', 'rejected') then
        insert into reminder_marks (requirement_id, account_id, deadline_at)
          values (new.id, new.account_id, coalesce(new.deadline_at, 'infinity'))
          on conflict (requirement_id) do update set deadline_at = excluded.deadline_at, days = excluded.days;
      else
        delete from reminder_marks where requirement_id = new.id;
      end if;
      return null;
    end $$;
    create trigger requirement_has_mark after insert on requirements for each row
      when (new.status in ('requested', 'rejected')) execute function requirement_resets_mark();
    create trigger requirement_resets_mark after update on requirements for each row
      when ((old.status, old.deadline_at) is distinct from (new.status, new.deadline_at))
      execute function requirement_resets_mark();
    insert into reminder_marks (requirement_id, account_id, deadline_at)
      select id, account_id, coalesce(deadline_at, 'infinity') from requirements
      where status in ('requested', 'rejected');
  `)
}

/** The rules of 0006, one requirement at a time. */
export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger requirement_has_mark on requirements;
    drop trigger requirement_resets_mark on requirements;
    drop function requirement_resets_mark;
    drop table reminder_marks;
    drop function iso_instant;
    drop trigger restriction_check on restriction_requirements;
    drop trigger restriction_check_update on restriction_requirements;
    drop function restriction_check_all;

    drop function restriction_obstacles;

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
  `)
}
