import type { Knex } from 'knex'

/** The fair clock: outages of what merchants need to send documents, and the days that they give back. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Which incident or maintenance an extension makes good, and the moments of it that this clock ran through.
    alter table clock_entries add column incident_id public_id references incidents,
      -- [{"from": ISO, "until": ISO}, …] in order
      add column outage jsonb,
      add constraint clock_entries_outage check (
        (incident_id is null) = (outage is null) and (incident_id is null or kind = 'extended'));
    create index clock_entries_incident on clock_entries (incident_id) where incident_id is not null;

    -- A ledger: what was written once is never changed.
    create function clock_entry_is_fixed() returns trigger language plpgsql as $$
    begin
      raise exception 'the deadline ledger is append-only' using errcode = 'insufficient_privilege';
    end $$;
    create trigger clock_entry_is_fixed before update on clock_entries
      for each row execute function clock_entry_is_fixed();

    -- What is known of the outage behind an incident or a maintenance, and how far its days have been given.
    create table outages (
      incident_id public_id primary key references incidents,
      -- The version of the incident from which this was read.
      incident_version integer not null,
      -- [{"from": ISO, "until": ISO}, …] in order; only what is over.
      spans jsonb not null,
      -- It goes on: nothing is given before it has ended.
      running boolean not null,
      -- Null while it runs, and until every deadline that it touched has been moved.
      settled_at timestamptz,
      -- The last requirement looked at: where the next batch goes on, also after a kill.
      reached uuid,
      -- This time round, some deadline got days of it.
      gave boolean not null default false,
      constraint outages_running check (not running or settled_at is null)
    );
    create index outages_unsettled on outages (incident_id) where settled_at is null;

    -- Nothing is sent and nothing withheld: merchants cannot send, or could not and have not got their days back yet.
    create function fair_clock_stands() returns boolean language sql stable as $$
      select exists (select from components where needed_to_submit_documents and deleted_at is null
          and status in ('partial_outage', 'major_outage', 'under_maintenance'))
        or exists (select from outages where settled_at is null)
    $$;

    -- The one rule of what may be withheld asks that too. Only its own clause is changed, whatever else stands in it.
    do $$
    declare
      known text := pg_get_functiondef('restriction_obstacles(timestamptz)'::regprocedure);
      wanted text := regexp_replace(known, '\\(select ''fair_clock'' from components[^)]*\\)[^)]*\\)',
        '(select ''fair_clock'' where fair_clock_stands())');
    begin
      if wanted = known then raise exception 'restriction_obstacles has no clause of the fair clock'; end if;
      execute wanted;
    end $$;

    -- Exactly the codes whose public holidays are known (app/domain/calendar/departments.ts).
    -- Others were let in before: 20 was Corsica's, the rest counts like the whole country, as it did.
    with strange as (
      select id, department as was, case department when '20' then '2A' else '75' end as is_now from accounts
       where department !~ '^((0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5])|97[1-8]|98[678])$'
    ), told as (
      insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, before, after)
      select now(), 'system', 'migration', 'account.updated', 'account', id, id,
        jsonb_build_object('department', was), jsonb_build_object('department', is_now) from strange
    )
    update accounts a set department = strange.is_now from strange where strange.id = a.id;
    set constraints all immediate;
    alter table accounts drop constraint accounts_department_check, add constraint accounts_department_check
      check (department ~ '^((0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5])|97[1-8]|98[678])$');

    -- How long decisions take is read from the latest ones.
    create index decisions_latest on decisions (decided_at desc);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index decisions_latest;
    alter table accounts drop constraint accounts_department_check, add constraint accounts_department_check
      check (department ~ '^([0-9]{2}|2[AB]|97[1-8]|98[678])$');
    do $$
    begin
      execute replace(pg_get_functiondef('restriction_obstacles(timestamptz)'::regprocedure),
        '(select ''fair_clock'' where fair_clock_stands())',
        '(select ''fair_clock'' from components c where c.needed_to_submit_documents and c.deleted_at is null
              and c.status in (''partial_outage'', ''major_outage'', ''under_maintenance'') limit 1)');
    end $$;
    drop function fair_clock_stands;
    drop table outages;
    drop trigger clock_entry_is_fixed on clock_entries;
    drop function clock_entry_is_fixed;
    alter table clock_entries drop column incident_id, drop column outage;
  `)
}
