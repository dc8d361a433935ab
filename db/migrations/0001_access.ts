import type { Knex } from 'knex'

/** Accounts, the people who use Vigie, their sessions and the limits on trying. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Ships with PostgreSQL and needs no superuser: finds any part of a name through an index.
    create extension if not exists pg_trgm;
    -- As people type when they search: no capitals, no French accents (whatever the database's locale lowers).
    create function search_key(value text) returns text language sql immutable strict parallel safe as $$
      select lower(translate(value, 'àâäáãçéèêëíîïñóôöõúùûüÿÀÂÄÁÃÇÉÈÊËÍÎÏÑÓÔÖÕÚÙÛÜŸ',
        'aaaaaceeeeiiinoooouuuuyaaaaaceeeeiiinoooouuuuy'))
    $$;

    create table accounts (
      id uuid primary key,
      name text not null check (length(name) between 1 and 200),
      siren text not null unique check (siren ~ '^[0-9]{9}$'),
      legal_form text not null check (legal_form in ('sole_trader', 'company', 'association')),
      email text not null,
      -- Code of the French département: decides which public holidays move a deadline.
      department text not null default '75' check (department ~ '^([0-9]{2}|2[AB]|97[1-8]|98[678])$'),
      risk text not null default 'standard' check (risk in ('standard', 'high')),
      regulated boolean not null default false,
      -- Never restricted for overdue documents by the sweep.
      exempt boolean not null default false,
      -- What the merchant declared about itself; the desk shows it beside the document.
      declared jsonb not null default '{}',
      created_at timestamptz not null,
      closed_at timestamptz,
      -- What the desk's search looks through.
      search text not null generated always as (search_key(name || ' ' || siren || ' ' || email)) stored
    );
    create index accounts_name on accounts (search_key(name) collate "C", id);
    create index accounts_search on accounts using gin (search gin_trgm_ops);
    create index accounts_created on accounts (created_at desc, id desc);

    create table users (
      id uuid primary key,
      email text not null check (email = lower(email)),
      name text not null check (length(name) between 1 and 200),
      locale text not null default 'fr' check (locale in ('fr', 'en')),
      role text not null check (role in ('member', 'officer', 'publisher', 'administrator')),
      account_id uuid references accounts,
      password_hash text,
      activated_at timestamptz,
      disabled_at timestamptz,
      created_at timestamptz not null,
      constraint users_account_is_members check ((role = 'member') = (account_id is not null)),
      constraint users_activated_has_password check (activated_at is null or password_hash is not null)
    );
    create unique index users_email on users (email);
    create index users_account on users (account_id) where account_id is not null;

    -- A session is known by the hash of its cookie, so a copy of this table opens nothing.
    create table sessions (
      token_hash bytea primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null,
      user_agent text not null default '',
      address text not null default ''
    );
    create index sessions_user on sessions (user_id);
    create index sessions_expiry on sessions (expires_at);

    -- Single-use links sent by mail, known by hash alone.
    create table access_tokens (
      token_hash bytea primary key,
      user_id uuid not null references users on delete cascade,
      purpose text not null check (purpose in ('activation', 'password_reset')),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index access_tokens_user on access_tokens (user_id, purpose);

    -- One import of accounts from a file, with every row that was not taken and why.
    create table account_imports (
      id uuid primary key,
      file_name text not null,
      started_by uuid references users,
      started_at timestamptz not null,
      finished_at timestamptz,
      rows integer not null default 0,
      created integer not null default 0,
      already_there integer not null default 0,
      faulty integer not null default 0
    );
    create index account_imports_started on account_imports (started_at desc, id desc);
    create table account_import_faults (
      import_id uuid not null references account_imports on delete cascade,
      -- Lines as an editor counts them: the header is line 1.
      line integer not null,
      column_name text not null default '',
      code text not null,
      value text not null default '',
      primary key (import_id, line, column_name)
    );

    -- The shape rate-limiter-flexible expects.
    create table rate_limits (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    'drop table rate_limits, account_import_faults, account_imports, access_tokens, sessions, users, accounts; drop function search_key',
  )
}
