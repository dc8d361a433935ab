import type { Knex } from 'knex'

/** Asking many accounts for documents at once: what is asked of whom, fixed when it is confirmed, and how it went. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table request_batches (
      id uuid primary key,
      status text not null check (status in ('prepared', 'running', 'finished', 'cancelled')),
      -- How the accounts are chosen: by what they are, or by a file of SIRENs.
      chosen_by text not null check (chosen_by in ('filter', 'file')),
      filter jsonb not null default '{}',
      -- Types asked for; empty = everything that each account's legal form needs and does not have.
      document_types text[] not null,
      message text not null default '' check (length(message) <= 2000),
      -- Why a document on file no longer serves; empty: accounts that have one are left out.
      why text not null default '' check (length(why) <= 500),
      -- The last day in Europe/Paris, or days from the request on; neither = the days of the policy.
      deadline_on date,
      deadline_days integer check (deadline_days between 1 and 365),
      file_name text,
      -- The upload that fills in the file's rows: of two at once the later one goes on.
      file_id uuid,
      file_lines integer not null default 0,
      file_read_at timestamptz,
      created_by uuid not null references users,
      created_at timestamptz not null,
      started_by uuid references users,
      started_at timestamptz,
      ended_at timestamptz,
      constraint request_batches_deadline check (deadline_on is null or deadline_days is null),
      constraint request_batches_started check ((started_at is null) = (started_by is null)),
      constraint request_batches_running check (status not in ('running', 'finished') or started_at is not null),
      constraint request_batches_ended check ((ended_at is not null) = (status in ('finished', 'cancelled')))
    );
    create index request_batches_created on request_batches (created_at desc, id desc);

    -- The good rows of the file.
    create table request_batch_sirens (
      batch_id uuid not null references request_batches on delete cascade,
      siren text not null,
      line integer not null,
      primary key (batch_id, siren)
    );
    -- The others, and why. Lines as an editor counts them.
    create table request_batch_faults (
      batch_id uuid not null references request_batches on delete cascade,
      line integer not null,
      code text not null,
      value text not null default '',
      primary key (batch_id, line)
    );

    -- One account of a batch, as it was fixed when the batch was confirmed.
    create table request_items (
      batch_id uuid not null references request_batches,
      account_id uuid not null references accounts,
      status text not null check (status in ('waiting', 'asked', 'skipped', 'failed', 'cancelled')),
      -- Why it was skipped, or what it failed with: a code.
      reason text,
      -- Requirements opened; to be opened, while it waits.
      documents smallint not null default 0,
      done_at timestamptz,
      primary key (batch_id, account_id),
      constraint request_items_reason check ((reason is not null) = (status in ('skipped', 'failed')))
    );
    create index request_items_status on request_items (batch_id, status, account_id);

    call audit_guard('request_batches');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table request_items, request_batch_faults, request_batch_sirens, request_batches')
}
