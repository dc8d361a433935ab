import type { Knex } from 'knex'

/** What lets a week's digests be counted from indexes alone. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop index reminder_marks_next;
    create index reminder_marks_next on reminder_marks (days, deadline_at, requirement_id) include (account_id);
    create index users_members on users (account_id) where role = 'member' and disabled_at is null;
    create index accounts_closed on accounts (id) where closed_at is not null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index accounts_closed, users_members, reminder_marks_next;
    create index reminder_marks_next on reminder_marks (days, deadline_at, requirement_id);
  `)
}
