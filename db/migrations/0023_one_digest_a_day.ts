import type { Knex } from 'knex'

/**
 * One digest per account and day, whoever writes it: an officer's request, a bulk request or the sweep
 * (docs/decisions/0025).
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table notices
      -- The digest that went to the account earlier on the same day; from before this was refused.
      add column doubles uuid references notices;
  `)
  const marked = await db.raw(`
    update notices n set doubles = first.id
      from (
        select id, first_value(id) over (partition by account_id, day order by created_at, id) as first
          from notices where kind in ('requested', 'reminder')
      ) ranked join notices first on first.id = ranked.first
      where n.id = ranked.id and ranked.id <> ranked.first`)
  if (marked.rowCount > 0) {
    await db.raw(
      `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, after)
         values (?, 'system', 'migration', 'notice.doubles_marked', 'notice', 'doubles', jsonb_build_object('count', ?::integer))`,
      [new Date(), marked.rowCount],
    )
  }
  await db.raw(`
    -- The audit is checked now: a table with checks still to come cannot be altered.
    set constraints all immediate;
    set constraints all deferred;
    drop index notices_one_reminder_a_day;
    create unique index notices_one_digest_a_day on notices (account_id, day)
      where kind in ('requested', 'reminder') and doubles is null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index notices_one_digest_a_day;
    alter table notices drop column doubles;
    create unique index notices_one_reminder_a_day on notices (account_id, day) where kind = 'reminder';
  `)
}
