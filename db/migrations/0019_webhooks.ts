import type { Knex } from 'knex'

/** Where account events are sent, what became of each, and the order in which they can be read. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The place of an event in the list that others read by cursor. Given once the event is committed: seq is given
    -- before, so a reader could pass a number whose transaction is still to come.
    alter table account_events add column position bigint unique;
    create index account_events_unplaced on account_events (seq) where position is null;

    create table webhook_endpoints (
      id uuid primary key,
      url text not null check (length(url) between 1 and 2000),
      description text not null check (length(description) <= 200),
      events text[] not null check (cardinality(events) > 0),
      -- paused: by itself, after days without an answer; what happens meanwhile waits. disabled: nothing is kept for it.
      status text not null check (status in ('enabled', 'paused', 'disabled')),
      status_reason text check (status_reason in ('unanswered', 'gone', 'switched_off')),
      status_since timestamptz not null,
      -- Sealed with a key that is not in the database.
      secret bytea not null,
      -- Signs beside the present one until then, so that receivers can change over.
      previous_secret bytea,
      previous_until timestamptz,
      created_by uuid not null references users,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint webhook_endpoints_reason check ((status = 'enabled') = (status_reason is null)),
      constraint webhook_endpoints_previous check ((previous_secret is null) = (previous_until is null))
    );

    -- Apart from the configuration: written at each attempt, and never part of the audit.
    create table webhook_states (
      endpoint_id uuid primary key references webhook_endpoints on delete cascade,
      -- In a row, up to now.
      failures integer not null default 0,
      failing_since timestamptz,
      -- Nothing is tried before: an endpoint that fails is asked ever more rarely.
      resting_until timestamptz,
      delivered_at timestamptz
    );

    create table webhook_deliveries (
      id bigint generated always as identity primary key,
      endpoint_id uuid not null references webhook_endpoints on delete cascade,
      event_id uuid not null references account_events,
      -- Of the event: what is first tried of one account is tried in this order.
      account_id uuid not null,
      event_seq bigint not null,
      status text not null default 'queued' check (status in ('queued', 'delivered', 'failed', 'skipped')),
      created_at timestamptz not null,
      attempts integer not null default 0,
      next_attempt_at timestamptz not null,
      -- No attempt is planned after this.
      give_up_at timestamptz not null,
      -- One run of one worker holds it until then; what it found counts only while the claim is its own.
      claim uuid,
      claimed_until timestamptz,
      -- The last attempt.
      attempted_at timestamptz,
      outcome text,
      http_status smallint,
      response_ms integer,
      answer text check (length(answer) <= 1024),
      unique (endpoint_id, event_id),
      constraint webhook_deliveries_claim check ((claim is null) = (claimed_until is null))
    );
    create index webhook_deliveries_waiting on webhook_deliveries (endpoint_id, (attempts > 0), event_seq)
      where status = 'queued';
    create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'queued';
    create index webhook_deliveries_account on webhook_deliveries (endpoint_id, account_id, event_seq)
      where status = 'queued';
    create index webhook_deliveries_held on webhook_deliveries (endpoint_id, claimed_until) where claim is not null;
    create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, id desc);
    create index webhook_deliveries_status on webhook_deliveries (endpoint_id, status, id desc);
    create index webhook_deliveries_age on webhook_deliveries (created_at);

    call audit_guard('webhook_endpoints');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table webhook_deliveries, webhook_states, webhook_endpoints;
    alter table account_events drop column position;
  `)
}
