import type { Knex } from 'knex'

/** In which language a text was written that stands in both (docs/decisions/0028). */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Null where it was written in both, and for what was written before: nobody knows.
    alter table incidents add column name_written_in text check (name_written_in in ('fr', 'en'));
    alter table incident_updates add column body_written_in text check (body_written_in in ('fr', 'en'));
    alter table maintenance_series
      add column name_written_in text check (name_written_in in ('fr', 'en')),
      add column body_written_in text check (body_written_in in ('fr', 'en'));
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table maintenance_series drop column body_written_in, drop column name_written_in;
    alter table incident_updates drop column body_written_in;
    alter table incidents drop column name_written_in;
  `)
}
