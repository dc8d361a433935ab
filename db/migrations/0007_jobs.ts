import type { Knex } from 'knex'

/** The clock's slots, each claimed once across machines, and the worker processes that are alive. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table schedule_slots (
      key text primary key,
      claimed_by text not null,
      claimed_at timestamptz not null default now()
    );
    create index schedule_slots_age on schedule_slots (claimed_at);

    create table workers (
      id uuid primary key,
      -- graphile-worker's own names for the workers of this process, as its job locks carry them.
      queue_workers text[] not null,
      started_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    );
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table workers, schedule_slots')
}
