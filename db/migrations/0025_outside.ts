import type { Knex } from 'knex'

/** Every attempt of a webhook, not the last alone; and which incidents have changed, for those who remember the others. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table webhook_attempts (
      id bigint generated always as identity primary key,
      delivery_id bigint not null references webhook_deliveries on delete cascade,
      -- When it ended.
      at timestamptz not null,
      outcome text not null,
      http_status smallint,
      response_ms integer not null,
      answer text check (length(answer) <= 1024)
    );
    create index webhook_attempts_newest on webhook_attempts (delivery_id, id desc);
    insert into webhook_attempts (delivery_id, at, outcome, http_status, response_ms, answer)
      select id, attempted_at, outcome, http_status, response_ms, answer from webhook_deliveries
       where attempted_at is not null and outcome is not null and response_ms is not null order by id;
    -- The ledger's line names the last one's outcome; the rest of it stands with the others.
    alter table webhook_deliveries drop column response_ms, drop column answer;

    -- Which transaction last changed an incident, or anything of it. Unlike a time or a version it says for certain what
    -- a reader has not seen yet: xid is in the snapshot of a transaction or it is not, in whatever order they commit.
    create table incident_touches (
      incident_id public_id primary key,
      xid xid8 not null
    );
    create index incident_touches_xid on incident_touches (xid);

    create function touch_incident(touched text) returns void language sql as $$
      insert into incident_touches values (touched, pg_current_xact_id())
        on conflict (incident_id) do update set xid = excluded.xid
         where incident_touches.xid <> excluded.xid
    $$;
    create function incident_touched() returns trigger language plpgsql as $$
    begin
      case tg_table_name
        when 'incidents' then perform touch_incident(coalesce(new.id, old.id));
        when 'incident_update_components' then
          perform touch_incident(u.incident_id) from incident_updates u where u.id = coalesce(new.update_id, old.update_id);
        else perform touch_incident(coalesce(new.incident_id, old.incident_id));
      end case;
      return null;
    end $$;
    create trigger incident_touched after insert or update or delete on incidents
      for each row execute function incident_touched();
    create trigger incident_touched after insert or update or delete on incident_updates
      for each row execute function incident_touched();
    create trigger incident_touched after insert or update or delete on incident_components
      for each row execute function incident_touched();
    create trigger incident_touched after insert or update or delete on incident_update_components
      for each row execute function incident_touched();
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger incident_touched on incidents;
    drop trigger incident_touched on incident_updates;
    drop trigger incident_touched on incident_components;
    drop trigger incident_touched on incident_update_components;
    drop function incident_touched, touch_incident;
    drop table incident_touches;

    alter table webhook_deliveries add column response_ms integer,
      add column answer text check (length(answer) <= 1024);
    update webhook_deliveries d set response_ms = a.response_ms, answer = a.answer
      from (select distinct on (delivery_id) * from webhook_attempts order by delivery_id, id desc) a
     where a.delivery_id = d.id;
    drop table webhook_attempts;
  `)
}
