import type { Knex } from 'knex'

/** Probes: addresses that are asked on a schedule, what they answered, and the incidents they propose. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table probes (
      id public_id primary key,
      name text not null check (length(name) between 1 and 120),
      component_id public_id not null references components,
      -- What the component is said to be when the probe fails.
      status component_status not null check (status in ('degraded_performance', 'partial_outage', 'major_outage')),
      method text not null check (method in ('GET', 'HEAD')),
      url text not null check (length(url) between 1 and 2000),
      expected_from smallint not null,
      expected_until smallint not null check (expected_until >= expected_from),
      expected_text text,
      timeout_seconds smallint not null check (timeout_seconds between 1 and 30),
      interval_seconds integer not null check (interval_seconds between 30 and 3600),
      failures_to_alarm smallint not null check (failures_to_alarm >= 1),
      successes_to_recover smallint not null check (successes_to_recover >= 1),
      mode text not null check (mode in ('propose', 'open')),
      body_fr text,
      body_en text,
      resolve_after_minutes integer not null check (resolve_after_minutes >= 1),
      notify boolean not null,
      tell_publishers boolean not null,
      enabled boolean not null default true,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index probes_component on probes (component_id);

    -- Apart from the configuration: written at each check, and never part of the audit.
    create table probe_states (
      probe_id public_id primary key references probes on delete cascade,
      next_due_at timestamptz not null,
      -- One run of one worker holds the probe until then; what it found counts only while the claim is its own.
      claim uuid,
      claimed_until timestamptz,
      failing boolean not null default false,
      failures integer not null default 0,
      successes integer not null default 0,
      failing_since timestamptz,
      held_by text check (held_by in ('network', 'maintenance', 'archived')),
      checked_at timestamptz,
      -- When anything at all answered, right or wrong.
      answered_at timestamptz,
      outcome text,
      http_status smallint,
      response_ms integer,
      -- The incident that speaks of this failure, or of the last one.
      incident_id public_id references incidents on delete set null,
      -- Since when nothing has failed, while there is such an incident.
      quiet_since timestamptz
    );
    create index probe_states_due on probe_states (next_due_at);
    create index probe_states_incident on probe_states (incident_id) where incident_id is not null;

    -- Incidents that probes opened, with the version that a probe wrote last: a higher one is a person's.
    create table probe_incidents (
      incident_id public_id primary key references incidents on delete cascade,
      version integer not null
    );

    create table probe_results (
      id bigint generated always as identity primary key,
      probe_id public_id not null references probes on delete cascade,
      at timestamptz not null,
      outcome text not null,
      http_status smallint,
      response_ms integer not null
    );
    create index probe_results_newest on probe_results (probe_id, at desc);
    create index probe_results_age on probe_results (at);

    create table probe_proposals (
      id public_id primary key,
      probe_id public_id not null references probes on delete cascade,
      component_id public_id not null references components,
      status component_status not null,
      since timestamptz not null,
      outcome text not null,
      http_status smallint,
      created_at timestamptz not null,
      closed_at timestamptz,
      closed_as text check (closed_as in ('published', 'dismissed', 'recovered', 'stopped')),
      closed_by uuid references users,
      note text,
      incident_id public_id references incidents on delete set null,
      constraint probe_proposals_closed check ((closed_at is null) = (closed_as is null))
    );
    create unique index probe_proposals_open on probe_proposals (probe_id) where closed_at is null;
    create index probe_proposals_newest on probe_proposals (probe_id, created_at desc);

    call audit_guard('probes');
    call audit_guard('probe_proposals');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table probe_proposals, probe_results, probe_incidents, probe_states, probes')
}
