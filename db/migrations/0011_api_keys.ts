import type { Knex } from 'knex'

/** Keys of the provider's own systems for the management API, and what was answered under an idempotency key. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table audit_entries drop constraint audit_entries_actor_kind_check;
    alter table audit_entries add constraint audit_entries_actor_kind_check
      check (actor_kind in ('nobody', 'system', 'user', 'api_key'));

    -- A key is known by the hash of its secret, so a copy of this table opens nothing.
    create table api_keys (
      id uuid primary key,
      name text not null check (length(name) between 1 and 200),
      -- False: whatever the key asks for is carried out and rolled back.
      livemode boolean not null,
      secret_hash bytea not null unique,
      -- The secret's last characters: what people recognise a key by.
      last4 text not null check (length(last4) = 4),
      scopes text[] not null check (cardinality(scopes) > 0),
      created_by uuid not null references users,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz
    );
    create index api_keys_newest on api_keys (created_at desc, id desc);
    -- As audit_guard does it, but for last_used_at, which changes without anybody's decision.
    create constraint trigger audit_required
      after insert or delete or update of name, livemode, secret_hash, scopes, expires_at, revoked_at on api_keys
      deferrable initially deferred for each row execute function audit_required();

    -- Written in the transaction of the change it answers: neither outlives the other.
    create table idempotency_keys (
      api_key_id uuid not null references api_keys,
      key_hash bytea not null,
      -- Of what was asked under the key, so that it serves nothing else.
      fingerprint bytea not null,
      status smallint not null,
      body text not null,
      created_at timestamptz not null,
      primary key (api_key_id, key_hash)
    );
    create index idempotency_keys_age on idempotency_keys (created_at);

    alter table incident_updates add column api_key_id uuid references api_keys;
    alter table incidents
      add column reported_by uuid references api_keys,
      add column reported_component public_id references components,
      add constraint incidents_reported check ((reported_by is null) = (reported_component is null));
    -- What a key reports of a component is one incident at a time.
    create unique index incidents_reported_open on incidents (reported_by, reported_component)
      where resolved_at is null and deleted_at is null and reported_by is not null;
    create index incidents_created on incidents (kind, created_at desc, id desc);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index incidents_created;
    alter table incidents drop column reported_by, drop column reported_component;
    alter table incident_updates drop column api_key_id;
    drop table idempotency_keys, api_keys;
    alter table audit_entries drop constraint audit_entries_actor_kind_check;
    alter table audit_entries add constraint audit_entries_actor_kind_check
      check (actor_kind in ('nobody', 'system', 'user'));
  `)
}
