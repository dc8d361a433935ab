import type { Knex } from 'knex'

/** Components, what happened to them, and what was said about it. Nothing here can name an account. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create domain public_id as text check (value ~ '^[a-z0-9]{12}$');
    create domain component_status as text check (value in
      ('operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'));

    create table component_groups (
      id public_id primary key,
      name_fr text not null,
      name_en text not null,
      position integer not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );

    create table components (
      id public_id primary key,
      group_id public_id references component_groups,
      name_fr text not null,
      name_en text not null,
      description_fr text not null default '',
      description_en text not null default '',
      position integer not null,
      shown boolean not null default true,
      start_date date not null,
      -- Fair clock: deadlines move by the time this one is down.
      needed_to_submit_documents boolean not null default false,
      capability text check (capability in ('payments', 'payouts')),
      -- The worst of what open incidents and active maintenance say; kept here by the verbs that change those.
      status component_status not null default 'operational',
      created_at timestamptz not null,
      updated_at timestamptz not null,
      deleted_at timestamptz
    );
    create index components_group on components (group_id, position);

    -- An incident or a scheduled maintenance: Statuspage treats the second as a kind of the first.
    create table incidents (
      id public_id primary key,
      kind text not null check (kind in ('incident', 'maintenance')),
      name_fr text not null check (length(name_fr) between 1 and 200),
      name_en text not null check (length(name_en) between 1 and 200),
      status text not null,
      impact text not null check (impact in ('none', 'minor', 'major', 'critical', 'maintenance')),
      impact_overridden boolean not null default false,
      started_at timestamptz not null,
      monitoring_at timestamptz,
      resolved_at timestamptz,
      scheduled_for timestamptz,
      scheduled_until timestamptz,
      auto_start boolean not null default true,
      auto_end boolean not null default true,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint incidents_shape check (case kind
        when 'incident' then
          status in ('investigating', 'identified', 'monitoring', 'resolved', 'postmortem')
          and impact <> 'maintenance' and scheduled_for is null and scheduled_until is null
        else status in ('scheduled', 'in_progress', 'verifying', 'completed') and impact = 'maintenance'
          and scheduled_until > scheduled_for end),
      constraint incidents_order check (resolved_at is null or resolved_at >= started_at)
    );
    create index incidents_newest on incidents (kind, started_at desc, id);
    create index incidents_open on incidents (kind) where resolved_at is null;

    -- What each incident says of each component now.
    create table incident_components (
      incident_id public_id not null references incidents on delete cascade,
      component_id public_id not null references components,
      status component_status not null,
      primary key (incident_id, component_id)
    );
    create index incident_components_component on incident_components (component_id);

    create table incident_updates (
      id public_id primary key,
      incident_id public_id not null references incidents on delete cascade,
      status text not null,
      body_fr text not null,
      body_en text not null,
      display_at timestamptz not null,
      notify boolean not null,
      created_by uuid references users,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      corrected_at timestamptz
    );
    create index incident_updates_incident on incident_updates (incident_id, display_at desc);

    create table incident_update_components (
      update_id public_id not null references incident_updates on delete cascade,
      component_id public_id not null references components,
      old_status component_status not null,
      new_status component_status not null,
      primary key (update_id, component_id)
    );

    -- History: the status a component had from "at" on.
    create table component_status_changes (
      id bigint generated always as identity primary key,
      component_id public_id not null references components,
      status component_status not null,
      at timestamptz not null,
      incident_id public_id references incidents on delete set null
    );
    create index component_status_changes_history on component_status_changes (component_id, at);

    -- Web processes listen: they rebuild the snapshot at once, whoever made the change and however.
    create function status_changed() returns trigger language plpgsql as $$
    begin
      notify status_changed;
      return null;
    end $$;
    create trigger status_changed after insert or update or delete on component_groups
      for each statement execute function status_changed();
    create trigger status_changed after insert or update or delete on components
      for each statement execute function status_changed();
    create trigger status_changed after insert or update or delete on incidents
      for each statement execute function status_changed();
    create trigger status_changed after insert or update or delete on incident_updates
      for each statement execute function status_changed();
    create trigger status_changed after insert or update or delete on component_status_changes
      for each statement execute function status_changed();

    call audit_guard('component_groups');
    call audit_guard('components');
    call audit_guard('incidents');
    call audit_guard('incident_updates');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table component_status_changes, incident_update_components, incident_updates, incident_components, incidents,
      components, component_groups cascade;
    drop function status_changed;
    drop domain component_status;
    drop domain public_id;
  `)
}
