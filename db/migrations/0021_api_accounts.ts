import type { Knex } from 'knex'

/** What keys of the API withhold stands apart from what officers withhold, and the lists of the API by age. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table restrictions
      -- The key that asked for it; only keys' own restrictions can be lifted by keys.
      add column api_key_id uuid references api_keys,
      add constraint restrictions_by_key check (api_key_id is null or cause = 'manual');
    -- A key's restriction beside an officer's, not instead of it: else its refusal would tell what officers do.
    drop index restrictions_open;
    create unique index restrictions_open on restrictions (account_id, capability, cause, (api_key_id is not null))
      where lifted_at is null;
    create trigger restriction_key_is_fixed before update on restrictions for each row
      when (old.api_key_id is distinct from new.api_key_id) execute function restriction_is_fixed();

    create index requirements_newest on requirements (requested_at desc, id desc);
    create index accounts_email on accounts (email);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index accounts_email, requirements_newest;
    drop trigger restriction_key_is_fixed on restrictions;
    drop index restrictions_open;
    create unique index restrictions_open on restrictions (account_id, capability, cause) where lifted_at is null;
    alter table restrictions drop column api_key_id;
  `)
}
