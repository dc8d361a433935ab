import type { Knex } from 'knex'

/** Reminders of maintenance, and maintenance that recurs. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What every occurrence is made from.
    create table maintenance_series (
      id public_id primary key,
      name_fr text not null,
      name_en text not null,
      body_fr text not null,
      body_en text not null,
      -- RFC 5545, counted in time_zone from local_start.
      rrule text not null,
      time_zone text not null,
      -- "YYYY-MM-DDTHH:MM" on the clocks of time_zone.
      local_start text not null check (local_start ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$'),
      duration_minutes integer not null check (duration_minutes > 0),
      -- The day of the last occurrence.
      ends_on date not null,
      auto_start boolean not null,
      auto_end boolean not null,
      notify boolean not null,
      reminder_minutes integer[] not null,
      version integer not null default 1,
      created_by uuid references users,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      stopped_at timestamptz
    );
    create table maintenance_series_components (
      series_id public_id not null references maintenance_series on delete cascade,
      component_id public_id not null references components,
      primary key (series_id, component_id)
    );
    call audit_guard('maintenance_series');

    alter table incidents
      -- Whether subscribers hear of its reminders, and of a start and an end that come by themselves.
      add column notify boolean not null default true,
      -- Minutes before the start.
      add column reminder_minutes integer[] not null default '{}',
      -- Since when the planned times are known: what should have been said earlier is not said any more.
      add column announced_at timestamptz,
      add column series_id public_id references maintenance_series,
      -- The day that the rule gave it; null once the rule no longer does.
      add column occurrence_on date,
      -- Moved by hand: it no longer follows its series.
      add column detached boolean not null default false;
    alter table incidents disable trigger audit_required;
    update incidents i set announced_at = created_at, notify = coalesce((
        select u.notify from incident_updates u where u.incident_id = i.id
         order by u.display_at, u.created_at, u.id limit 1), false)
     where kind = 'maintenance';
    alter table incidents enable trigger audit_required;
    create unique index incidents_occurrence on incidents (series_id, occurrence_on);
    create index incidents_window on incidents (scheduled_for, scheduled_until) where kind = 'maintenance';

    -- The update that said of a maintenance that its times have changed.
    alter table incident_updates add column rescheduled boolean not null default false;

    -- A reminder tells the latest update again: so many minutes before the start; null for the update itself.
    alter table broadcasts add column reminder_minutes integer, drop constraint broadcasts_update_id_key,
      add constraint broadcasts_once unique nulls not distinct (update_id, reminder_minutes);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table broadcasts drop constraint broadcasts_once, drop column reminder_minutes,
      add constraint broadcasts_update_id_key unique (update_id);
    alter table incident_updates drop column rescheduled;
    alter table incidents drop column notify, drop column reminder_minutes, drop column announced_at,
      drop column series_id, drop column occurrence_on, drop column detached;
    drop table maintenance_series_components, maintenance_series;
  `)
}
