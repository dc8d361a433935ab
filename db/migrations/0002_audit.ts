import type { Knex } from 'knex'

/**
 * The audit: append-only, one hash chain per account and one for the platform. Numbering and hashing happen
 * in a trigger, so that no code path can skip them, and guarded tables cannot change without an entry in the
 * same transaction (docs/decisions/0007).
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table audit_entries (
      id bigint generated always as identity primary key,
      chain text not null,
      seq bigint not null,
      at timestamptz not null,
      actor_kind text not null check (actor_kind in ('nobody', 'system', 'user')),
      actor_id text,
      action text not null,
      subject_type text not null,
      subject_id text not null,
      account_id uuid,
      before jsonb,
      after jsonb,
      prev_hash bytea not null,
      hash bytea not null,
      unique (chain, seq)
    );
    create index audit_entries_account on audit_entries (account_id, id desc) where account_id is not null;
    create index audit_entries_subject on audit_entries (subject_type, subject_id, id);

    -- The head of each chain: what the next entry links to, and the proof that none was cut off the end.
    create table audit_chains (
      chain text primary key,
      seq bigint not null,
      hash bytea not null
    );

    create function audit_hash(entry audit_entries) returns bytea language sql immutable as $$
      select sha256(entry.prev_hash || convert_to(jsonb_build_array(
        entry.chain, entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        entry.actor_kind, entry.actor_id, entry.action, entry.subject_type, entry.subject_id,
        entry.account_id, entry.before, entry.after)::text, 'UTF8'))
    $$;

    create function audit_append() returns trigger language plpgsql as $$
    declare head audit_chains;
    begin
      new.chain := coalesce('account:' || new.account_id, 'platform');
      insert into audit_chains values (new.chain, 0, sha256(convert_to(new.chain, 'UTF8'))) on conflict do nothing;
      select * into strict head from audit_chains where chain = new.chain for update;
      new.seq := head.seq + 1;
      new.prev_hash := head.hash;
      new.hash := audit_hash(new);
      update audit_chains set seq = new.seq, hash = new.hash where chain = new.chain;
      perform set_config('vigie.audited', pg_current_xact_id()::text, true);
      return new;
    end $$;
    create trigger audit_append before insert on audit_entries for each row execute function audit_append();

    create function audit_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
    end $$;
    create trigger audit_no_change before update or delete on audit_entries
      for each row execute function audit_refuse();
    create trigger audit_no_truncate before truncate on audit_entries execute function audit_refuse();

    -- Fires at commit: whatever changed a guarded table must have left an entry in the same transaction.
    create function audit_required() returns trigger language plpgsql as $$
    begin
      if current_setting('vigie.audited', true) is distinct from pg_current_xact_id()::text then
        raise exception 'change of % without an audit entry', tg_table_name
          using errcode = 'integrity_constraint_violation';
      end if;
      return null;
    end $$;
    create procedure audit_guard(guarded regclass) language plpgsql as $$
    begin
      execute format('create constraint trigger audit_required after insert or update or delete on %s
        deferrable initially deferred for each row execute function audit_required()', guarded);
    end $$;
    call audit_guard('accounts');
    call audit_guard('users');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger audit_required on accounts;
    drop trigger audit_required on users;
    drop procedure audit_guard;
    drop function audit_required;
    drop table audit_entries, audit_chains cascade;
    drop function audit_append;
    drop function audit_refuse;
  `)
}
