import type { Knex } from 'knex'

/** What versions from before this migration did not promise, in business days. */
const ASSUMED = { promises: { answerBusinessDays: 2, examineBusinessDays: 10 } }
/** Restrictions that stood already were promised nothing: about as long as those to come. */
const EXAMINE_DAYS = 14

/** By when we act is policy too, and each restriction that somebody decided says when it is looked at again. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What waits for its commit would stand in the way.
    set constraints all immediate;
    set constraints all deferred;
    alter table policies disable trigger policy_is_fixed;
    alter table restrictions
      -- Day in Europe/Paris by the end of which officers look at it again.
      add column examine_by date;
  `)
  await db.raw('update policies set rules = cast(? as jsonb) || rules', [JSON.stringify(ASSUMED)])
  await db.raw(
    `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, after)
       select ?, 'system', 'migration', 'policy.promises_added', 'policy', cast(version as text), cast(? as jsonb)
         from policies`,
    [new Date(), JSON.stringify(ASSUMED)],
  )
  await db.raw(
    // One day for all that stands against an account, the first: several would tell its merchant that there are several.
    `with first as (
       select id, case when lifted_at is null
           then min(imposed_at) over (partition by account_id, lifted_at is null) else imposed_at end as imposed_at
         from restrictions where cause <> 'documents_overdue'
     ), dated as (
       update restrictions r
         set examine_by = cast(first.imposed_at at time zone 'Europe/Paris' as date) + cast(? as integer)
         from first where first.id = r.id returning r.id, r.account_id, r.examine_by
     )
     insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, after)
       select ?, 'system', 'migration', 'restriction.examination_set', 'restriction', cast(id as text), account_id,
         jsonb_build_object('examineBy', examine_by) from dated`,
    [EXAMINE_DAYS, new Date()],
  )
  await db.raw(`
    set constraints all immediate;
    set constraints all deferred;
    alter table policies enable trigger policy_is_fixed;
    alter table restrictions add constraint restrictions_examined
      check ((cause = 'documents_overdue') = (examine_by is null));
    create index restrictions_to_examine on restrictions (examine_by)
      where lifted_at is null and examine_by is not null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    set constraints all immediate;
    set constraints all deferred;
    alter table policies disable trigger policy_is_fixed;
    alter table restrictions drop column examine_by;
  `)
  await db.raw(`update policies set rules = rules - 'promises'`)
  await db.raw(
    `insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id)
       select ?, 'system', 'migration', 'policy.promises_removed', 'policy', cast(version as text) from policies`,
    [new Date()],
  )
  await db.raw(`
    set constraints all immediate;
    set constraints all deferred;
    alter table policies enable trigger policy_is_fixed;
  `)
}
