import type { Knex } from 'knex'

/** Documents end, by the date printed on them or by the age of our last look: what follows is asked in time. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The document that serves at least as long in every respect: accepted later, with no earlier end. Kept by
    -- trigger. What has none decides about renewal, which is one row for nearly every question.
    alter table documents add column outlived_by uuid references documents on delete set null;

    create function document_outlives() returns trigger language plpgsql as $$
    begin
      if tg_when = 'BEFORE' then
        new.outlived_by := (select d.id from documents d
          where d.account_id = new.account_id and d.document_type = new.document_type and d.subject = new.subject
            and d.accepted_at > new.accepted_at
            and coalesce(d.expires_on, 'infinity') >= coalesce(new.expires_on, 'infinity')
          order by d.accepted_at desc limit 1);
        return new;
      end if;
      update documents d set outlived_by = new.id
        where d.account_id = new.account_id and d.document_type = new.document_type and d.subject = new.subject
          and d.id <> new.id and d.outlived_by is null and d.accepted_at <= new.accepted_at
          and coalesce(d.expires_on, 'infinity') <= coalesce(new.expires_on, 'infinity');
      return null;
    end $$;

    do $$
    declare outlived integer;
    begin
      update documents d set outlived_by = (select l.id from documents l
          where l.account_id = d.account_id and l.document_type = d.document_type and l.subject = d.subject
            and l.id <> d.id and (l.accepted_at, l.id) > (d.accepted_at, d.id)
            and coalesce(l.expires_on, 'infinity') >= coalesce(d.expires_on, 'infinity')
          order by l.accepted_at desc, l.id desc limit 1);
      get diagnostics outlived = row_count;
      if outlived > 0 then
        insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id)
          values (now(), 'system', 'migration', 'documents.compared', 'migration', '0017_renewal');
      end if;
      -- The audit is checked now: a table with checks still to come cannot be altered.
      set constraints all immediate;
      set constraints all deferred;
    end $$;

    create trigger document_outlived before insert on documents for each row execute function document_outlives();
    create trigger document_outlives after insert on documents for each row execute function document_outlives();

    -- Where the daily run begins to read: what ends soon, what was seen long ago, and whose risk is high.
    create index documents_ending on documents (expires_on, id) where outlived_by is null and expires_on is not null;
    create index documents_ageing on documents (accepted_at, id) where outlived_by is null;
    create index accounts_high_risk on accounts (id) where risk = 'high' and closed_at is null;

    alter table requirements
      -- Why it is asked although a document was accepted before (WhyAgain in db/models); null = the first.
      add column why jsonb,
      -- The day in Europe/Paris on which its clock is to start, and with how many days; null once it has, or without one.
      add column clock_from date,
      add column clock_days smallint,
      add constraint requirements_clock_to_come check
        ((clock_from is null) = (clock_days is null) and clock_days between 1 and 365),
      add constraint requirements_why check (why ->> 'kind' in ('expiry', 'review', 'officer'));
    create index requirements_clock_to_come on requirements (clock_from, id)
      where clock_from is not null and closed_at is null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table requirements drop column why, drop column clock_from, drop column clock_days;
    drop index accounts_high_risk;
    drop trigger document_outlived on documents;
    drop trigger document_outlives on documents;
    drop function document_outlives;
    alter table documents drop column outlived_by;
  `)
}
