import type { Knex } from 'knex'

/** Which incidents have changed, for those who remember the others (docs/decisions/0026). */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
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
      -- Of the row before and of the row after: it may have gone from one to the other.
      case tg_table_name
        when 'incidents' then
          perform touch_incident(id) from (values (old.id), (new.id)) one (id) where id is not null;
        when 'incident_update_components' then
          perform touch_incident(u.incident_id) from incident_updates u where u.id in (old.update_id, new.update_id);
        else
          perform touch_incident(id) from (values (old.incident_id), (new.incident_id)) one (id) where id is not null;
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
  `)
}
