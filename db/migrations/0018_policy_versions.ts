import type { Knex } from 'knex'

/** What versions from before this migration did not say, as the code then assumed. */
const ASSUMED = { renewal: { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } } }

/**
 * A version of the policy becomes everything that an administrator may edit, with a life of its own: draft, in
 * force, superseded. The tables of types and sets stay, for keys and joins: they are what the version in force says.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- On a new database the first policy was written in this same transaction: what waits for its commit would
    -- stand in the way.
    set constraints all immediate;
    set constraints all deferred;

    -- Types are retired, never deleted: what was asked for them stays answerable, what was accepted stays named.
    alter table document_types add retired boolean not null default false;

    alter table policies
      add status text check (status in ('draft', 'in_force', 'superseded', 'discarded')),
      -- Counts the saves of a draft, so that of two administrators at once the second one is told.
      add revision integer not null default 1,
      -- The version that was in force when the draft was begun; it alone may be superseded by it.
      add based_on integer references policies,
      add reason text not null default '' check (length(reason) <= 300),
      add document_types jsonb,
      add required_sets jsonb,
      -- Everybody who saved a change of the draft: none of them may release what the policy then holds.
      add edited_by uuid[] not null default '{}',
      add switched_on_at timestamptz,
      add switched_on_by uuid references users,
      -- When it was superseded or discarded, and by whom.
      add ended_at timestamptz,
      add ended_by uuid references users,
      add constraint policies_life check (
        (status in ('in_force', 'superseded')) = (switched_on_at is not null)
        and (status in ('superseded', 'discarded')) = (ended_at is not null));

    -- Which version an automatic act went by; null where a person decided without one.
    alter table requirements add policy_version integer references policies;
    alter table notices add policy_version integer references policies;
  `)
  await db.raw(
    `with newest as (select max(version) as version from policies)
     update policies p set
       rules = cast(? as jsonb) || p.rules,
       document_types = (select jsonb_agg(jsonb_build_object('code', code, 'nameFr', name_fr, 'nameEn', name_en,
           'descriptionFr', description_fr, 'descriptionEn', description_en, 'legalGroundFr', legal_ground_fr,
           'legalGroundEn', legal_ground_en, 'about', about, 'validity', validity, 'sides', sides,
           'retired', retired) order by position, code) from document_types),
       required_sets = (select jsonb_object_agg(legal_form, codes) from (
           select s.legal_form, jsonb_agg(s.document_type order by t.position, t.code) as codes
             from required_sets s join document_types t on t.code = s.document_type group by s.legal_form) of_form),
       status = case p.version when newest.version then 'in_force' else 'superseded' end,
       based_on = (select max(version) from policies earlier where earlier.version < p.version),
       switched_on_at = p.created_at, switched_on_by = p.created_by,
       ended_at = (select min(created_at) from policies later where later.version > p.version)
     from newest`,
    [JSON.stringify(ASSUMED)],
  )
  await db.raw(
    `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, after)
       select ?, 'system', 'migration', 'policy.switched_on', 'policy', cast(version as text),
           jsonb_build_object('rules', rules, 'documentTypes', document_types, 'requiredSets', required_sets)
         from policies where status = 'in_force'`,
    [new Date()],
  )
  await db.raw(`
    set constraints all immediate;
    set constraints all deferred;

    alter table policies
      alter status set not null, alter document_types set not null, alter required_sets set not null;
    create unique index policies_one_in_force on policies (status) where status = 'in_force';

    create function policy_is_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' then
        raise exception 'versions of the policy are kept for ever'
          using errcode = 'check_violation', constraint = 'policy_is_fixed';
      end if;
      if (new.version, new.based_on, new.reason, new.created_by, new.created_at)
          is not distinct from (old.version, old.based_on, old.reason, old.created_by, old.created_at) and (
        -- A draft changes until it is switched on or discarded, and then as it stands.
        (old.status = 'draft' and new.status = 'draft')
        or ((new.rules, new.document_types, new.required_sets, new.revision, new.edited_by)
            is not distinct from (old.rules, old.document_types, old.required_sets, old.revision, old.edited_by)
          and (
            (old.status = 'draft' and new.status in ('in_force', 'discarded'))
            or (old.status = 'in_force' and new.status = 'superseded'
              and (new.switched_on_at, new.switched_on_by)
                is not distinct from (old.switched_on_at, old.switched_on_by)))))
      then
        return new;
      end if;
      raise exception 'version % of the policy does not change any more', old.version
        using errcode = 'check_violation', constraint = 'policy_is_fixed';
    end $$;
    create trigger policy_is_fixed before update or delete on policies
      for each row execute function policy_is_fixed();
    create trigger policy_is_kept before truncate on policies execute function policy_is_fixed();

    -- At every commit one version is in force: the index says at most one, this says at least one.
    create function policy_in_force_required() returns trigger language plpgsql as $$
    begin
      if not exists (select from policies where status = 'in_force') then
        raise exception 'no version of the policy would be in force'
          using errcode = 'check_violation', constraint = 'policy_in_force_required';
      end if;
      return null;
    end $$;
    create constraint trigger policy_in_force_required after update on policies
      deferrable initially deferred for each row execute function policy_in_force_required();

    call audit_guard('document_types');
    call audit_guard('required_sets');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger audit_required on document_types;
    drop trigger audit_required on required_sets;
    drop trigger policy_in_force_required on policies;
    drop trigger policy_is_fixed on policies;
    drop trigger policy_is_kept on policies;
    drop function policy_in_force_required, policy_is_fixed;
    alter table notices drop policy_version;
    alter table requirements drop policy_version;
    drop index policies_one_in_force;
  `)
  // Before this migration the newest version counted, whatever became of it: drafts must not.
  await db.raw(
    `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id)
       values (?, 'system', 'migration', 'policy.drafts_removed', 'policy', 'drafts')`,
    [new Date()],
  )
  await db.raw(`
    update policies set based_on = null;
    delete from policies where status in ('draft', 'discarded');
    set constraints all immediate;
    set constraints all deferred;
    alter table policies drop constraint policies_life, drop status, drop revision, drop based_on, drop reason,
      drop document_types, drop required_sets, drop edited_by, drop switched_on_at, drop switched_on_by,
      drop ended_at, drop ended_by;
    alter table document_types drop retired;
  `)
}
