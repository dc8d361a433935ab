import type { Knex } from 'knex'

/** The outbox of single mails, subscribers, and broadcasts with one delivery per recipient. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table mails (
      id uuid primary key,
      template text not null,
      locale text not null check (locale in ('fr', 'en')),
      to_address text not null,
      user_id uuid references users on delete set null,
      account_id uuid references accounts,
      -- What the template needs. Taken away once sent where it holds a link that opens something.
      data jsonb,
      secret boolean not null default false,
      status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed')),
      attempts integer not null default 0,
      claimed_until timestamptz,
      provider_response text,
      created_at timestamptz not null,
      sent_at timestamptz
    );
    create index mails_unfinished on mails (created_at) where status in ('queued', 'sending');
    create index mails_account on mails (account_id, created_at desc) where account_id is not null;

    create table subscribers (
      id uuid primary key,
      email text not null check (email = lower(email)),
      locale text not null check (locale in ('fr', 'en')),
      status text not null check (status in ('pending', 'confirmed', 'unsubscribed', 'suppressed')),
      wants_incidents boolean not null default true,
      wants_maintenance boolean not null default true,
      -- False: only the components in subscriber_components.
      all_components boolean not null default true,
      confirm_token_hash bytea unique,
      confirm_expires_at timestamptz,
      created_at timestamptz not null,
      confirmed_at timestamptz,
      ended_at timestamptz,
      end_reason text
    );
    create unique index subscribers_email on subscribers (email);
    create index subscribers_confirmed on subscribers (id) where status = 'confirmed';

    create table subscriber_components (
      subscriber_id uuid not null references subscribers on delete cascade,
      component_id public_id not null references components on delete cascade,
      primary key (subscriber_id, component_id)
    );

    create table broadcasts (
      id uuid primary key,
      update_id public_id not null unique references incident_updates,
      recipients integer not null,
      created_at timestamptz not null,
      finished_at timestamptz
    );

    create table deliveries (
      id bigint generated always as identity primary key,
      broadcast_id uuid not null references broadcasts,
      subscriber_id uuid not null references subscribers,
      status text not null default 'queued' check (status in
        ('queued', 'sending', 'sent', 'failed', 'skipped', 'unknown')),
      attempts smallint not null default 0,
      -- First attempts come before retries: the lane keeps dead mailboxes out of everybody's way.
      next_attempt_at timestamptz not null,
      claimed_until timestamptz,
      claimed_by text,
      provider_response text,
      sent_at timestamptz,
      unique (broadcast_id, subscriber_id)
    );
    create index deliveries_first on deliveries (broadcast_id, id) where status = 'queued' and attempts = 0;
    create index deliveries_retry on deliveries (next_attempt_at, id) where status = 'queued' and attempts > 0;
    create index deliveries_claimed on deliveries (claimed_until) where status = 'sending';
    create index deliveries_subscriber on deliveries (subscriber_id, id);

    call audit_guard('broadcasts');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table deliveries, broadcasts, subscriber_components, subscribers, mails')
}
