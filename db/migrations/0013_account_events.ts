import type { Knex } from 'knex'

/** What the outside is told of accounts: written in the transaction of the change, told by webhooks. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table account_events (
      id uuid primary key,
      -- The order in which receivers catch up.
      seq bigint generated always as identity unique,
      type text not null check (type in ('account.restricted', 'account.reinstated',
        'requirement.requested', 'requirement.approved', 'requirement.rejected')),
      account_id uuid not null references accounts,
      requirement_id uuid references requirements,
      at timestamptz not null,
      -- The webhook's data object, as it is sent.
      data jsonb not null,
      constraint account_events_requirement check ((type like 'requirement.%') = (requirement_id is not null))
    );
    create index account_events_account on account_events (account_id, seq desc);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table account_events')
}
