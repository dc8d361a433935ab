import { actorId, actorName } from '#app/domain/access/actor.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type NoticeDraft, writeNotices } from '#app/domain/notices/write-notices.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import type { Decision } from '#app/domain/sweep/decision.ts'
import { PLAN, planBindings, type StandingRestriction } from '#app/domain/sweep/plan-restrictions.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** What was done to one account. */
export interface Imposed {
  readonly accountId: string
  readonly accountName: string
  readonly decision: Decision
  /** What stood before. */
  readonly standing: readonly StandingRestriction[]
  /** Withheld by this, in order; empty where a requirement only joined a restriction that stood already. */
  readonly capabilities: readonly Capability[]
  /** Of them, those that worked until then: nothing else withheld them. */
  readonly stopped: readonly Capability[]
}

/**
 * Decides on these accounts and withholds what follows: restrictions, what each rests on, audit, events and
 * notices, in this transaction and in a fixed number of statements for any number of accounts. The database refuses
 * the whole of it where a rule of compliance.md forbids one part. The caller holds the accounts.
 */
export async function imposeRestrictions(
  tx: TransactionContext,
  policy: CurrentPolicy,
  ladder: ReachedLadder,
  accountIds: readonly string[],
  release: string | null = null,
): Promise<Imposed[]> {
  if (accountIds.length === 0) return []
  const done = await rows<Imposed>(tx.db, IMPOSE, {
    ...planBindings(policy, ladder, accountIds, release),
    now: tx.clock.now(),
    by: actorName(tx.actor),
    actorKind: tx.actor.kind,
    actorId: actorId(tx.actor),
  })
  const restricted = done.filter(({ capabilities }) => capabilities.length > 0)
  await recordEvents(
    tx,
    restricted
      .filter(({ stopped }) => stopped.length > 0)
      .map(({ accountId, stopped }) => ({
        type: 'account.restricted',
        accountId,
        capabilities: stopped,
      })),
  )
  await writeNotices(tx, restricted.map(restrictedNotice), policy)
  return done
}

/** Audit entries come in the order of accounts: chains are locked in one order in every transaction. */
const IMPOSE = `${PLAN}, grounds as materialized (
    select f.*, f.standing_id is null as imposed,
      jsonb_build_array(f.facts || jsonb_build_object('decision', f.decision)) as decisions
    from fresh f
  ), imposed as (
    insert into restrictions (id, account_id, capability, cause, imposed_at, imposed_by, basis)
      select g.restriction_id, g.account_id, g.capability, 'documents_overdue', cast(:now as timestamptz), :by,
          jsonb_build_object('decisions', g.decisions)
        from grounds g where g.imposed
  ), extended as (
    update restrictions r
      set basis = jsonb_build_object('decisions', (r.basis -> 'decisions') || g.decisions)
      from grounds g where r.id = g.standing_id
  ), linked as (
    insert into restriction_requirements (restriction_id, requirement_id, added_at)
      select g.restriction_id, unnest(g.requirement_ids), case when not g.imposed then cast(:now as timestamptz) end
        from grounds g
  ), audited as (
    insert into audit_entries (at, actor_kind, actor_id, action, subject_type, subject_id, account_id, before, after)
      select cast(:now as timestamptz), :actorKind, :actorId,
          case when g.imposed then 'restriction.imposed' else 'restriction.extended' end,
          'restriction', g.restriction_id, g.account_id,
          case when not g.imposed then jsonb_build_object('requirementIds', (select s -> 'requirementIds'
            from jsonb_array_elements(g.standing) s where s ->> 'capability' = g.capability)) end,
          jsonb_build_object('capability', g.capability, 'cause', 'documents_overdue',
            'requirementIds', to_jsonb(g.requirement_ids), 'basis', jsonb_build_object('decisions', g.decisions))
        from grounds g order by g.account_id, g.capability
  )
  select g.account_id, min(g.account_name) as account_name, (array_agg(g.decision))[1] as decision,
      (array_agg(g.standing))[1] as standing,
      coalesce(jsonb_agg(g.capability order by g.capability) filter (where g.imposed), '[]') as capabilities,
      -- What this statement itself writes is not seen here.
      coalesce(jsonb_agg(g.capability order by g.capability) filter (where g.imposed and not exists (
        select from restrictions r where r.account_id = g.account_id and r.capability = g.capability
          and r.lifted_at is null)), '[]') as stopped
    from grounds g group by g.account_id order by g.account_id`

function restrictedNotice({ accountId, decision, standing, capabilities }: Imposed): NoticeDraft {
  const basis = { decision, standing, imposed: capabilities }
  return { accountId, kind: 'restricted', ...everythingWithheld(basis), basis }
}

/** What the notice of a restriction rests on, as the audit keeps it. */
export interface RestrictedFacts extends Pick<Imposed, 'decision' | 'standing'> {
  readonly imposed: readonly Capability[]
}

/** One notice per account, which names everything now withheld for documents. */
export function everythingWithheld({ decision, standing, imposed }: RestrictedFacts) {
  const withheld = new Set([...imposed, ...standing.map(({ capability }) => capability)])
  const requirementIds = new Set([
    ...Object.values(decision).flat(),
    ...standing.flatMap((open) => open.requirementIds),
  ])
  return {
    requirementIds: [...requirementIds],
    capabilities: [...withheld].sort() as Capability[],
  }
}
