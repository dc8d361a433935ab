import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { REACHED, type ReachedLadder } from '#app/domain/policy/ladder-sql.ts'
import type { Decision, DecisionFacts } from '#app/domain/sweep/decision.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** A restriction for overdue documents that stands already, and what it rests on. */
export interface StandingRestriction {
  readonly restrictionId: string
  readonly capability: Capability
  readonly requirementIds: readonly string[]
}

/** What the sweep would withhold from one account, and why. */
export interface PlannedRestriction {
  readonly accountId: string
  readonly accountName: string
  readonly facts: DecisionFacts
  readonly decision: Decision
  readonly standing: readonly StandingRestriction[]
}

/**
 * The decision for a set of accounts, as the beginning of a statement that reads it or acts on it. `fresh` has a row
 * for each account and capability of which something is not in force yet, and that is on the list of `:release` where
 * there is one: the requirements new to it, whether it stands already (`standing_id`) or is to be imposed, and for the
 * account the facts, the decision that `replay` draws from them, and what stands. Rows are looked up from one account
 * to the next, never joined as sets: PostgreSQL has no statistics of what a statement itself has found.
 */
export const PLAN = `
  with decided as materialized (
    select o.account_id,
      array_agg(o.requirement_id order by o.deadline_at, o.requirement_id) filter (where reached.payments) as payments,
      array_agg(o.requirement_id order by o.deadline_at, o.requirement_id) filter (where reached.payouts) as payouts,
      jsonb_build_object('at', iso_instant(:at), 'policyVersion', cast(:policyVersion as integer),
        'department', min(o.department),
        'requirements', jsonb_agg(jsonb_build_object('requirementId', o.requirement_id, 'status', o.status,
          'deadlineAt', iso_instant(o.deadline_at),
          'clock', (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'at', iso_instant(e.at),
              'days', e.days, 'date', e.date, 'cause', e.cause) order by e.id), '[]')
            from clock_entries e where e.requirement_id = o.requirement_id),
          'notices', (select jsonb_agg(jsonb_build_object('noticeId', n.notice_id,
              'acceptedAt', iso_instant(n.accepted_at)) order by n.accepted_at, n.notice_id)
            from accepted_notices n where n.requirement_id = o.requirement_id and n.accepted_at <= :at)
        ) order by o.deadline_at, o.requirement_id)) as facts
    from restriction_obstacles(:at) o ${REACHED}
    where o.account_id = any(cast(:accountIds as uuid[])) and o.status in ('requested', 'rejected')
      and o.deadline_at <= :at and o.obstacle is null
    group by o.account_id
  ), placed as materialized (
    select d.account_id, a.name as account_name, d.payments, d.payouts, d.facts,
      jsonb_strip_nulls(jsonb_build_object('payments', to_jsonb(d.payments), 'payouts', to_jsonb(d.payouts))) as decision,
      (select coalesce(jsonb_agg(jsonb_build_object('restrictionId', r.id, 'capability', r.capability,
          'requirementIds', (select jsonb_agg(rr.requirement_id order by rr.requirement_id)
            from restriction_requirements rr where rr.restriction_id = r.id)) order by r.capability), '[]')
        from restrictions r
        where r.account_id = d.account_id and r.lifted_at is null and r.cause = 'documents_overdue') as standing
    from decided d cross join lateral (select name from accounts where id = d.account_id offset 0) a
  ), fresh as materialized (
    select p.account_id, p.account_name, p.facts, p.decision, p.standing, c.capability, s.id as standing_id,
      coalesce(s.id, gen_random_uuid()) as restriction_id, added.ids as requirement_ids
    from placed p
      cross join lateral (values ('payments', p.payments), ('payouts', p.payouts)) c (capability, ids)
      left join lateral (select r.id from restrictions r where r.account_id = p.account_id
        and r.capability = c.capability and r.cause = 'documents_overdue' and r.lifted_at is null offset 0) s on true
      cross join lateral (select array(
        select u.id from unnest(c.ids) with ordinality as u (id, place)
        where not exists (select from restriction_requirements rr
          where rr.restriction_id = s.id and rr.requirement_id = u.id)
        order by u.place) as ids) added
    where cardinality(added.ids) > 0
      and (cast(:release as uuid) is null or exists (select from held_batch_entries e
        where e.batch_id = cast(:release as uuid) and e.account_id = p.account_id and e.capability = c.capability))
  )`

/** What `PLAN` binds; `release`: the held batch whose list is all that may be acted on. */
export const planBindings = (
  policy: CurrentPolicy,
  ladder: ReachedLadder,
  accountIds: readonly string[],
  release: string | null,
) => ({
  at: ladder.at,
  reach: ladder.reach,
  accountIds,
  release,
  policyVersion: policy.version,
})

/** The decision for each of these accounts, by id; those on which nothing new follows are left out. */
export async function planRestrictions(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  ladder: ReachedLadder,
  accountIds: readonly string[],
  release: string | null = null,
): Promise<PlannedRestriction[]> {
  if (accountIds.length === 0) return []
  return rows<PlannedRestriction>(
    ctx.db,
    `${PLAN}
     select distinct on (account_id) account_id, account_name, facts, decision, standing
       from fresh order by account_id`,
    planBindings(policy, ladder, accountIds, release),
  )
}

/** The part of the decision that is not in force yet. */
export function newGrounds({
  decision,
  standing,
}: Pick<PlannedRestriction, 'decision' | 'standing'>): Decision {
  const fresh: Partial<Record<Capability, readonly string[]>> = {}
  for (const [capability, wanted] of Object.entries(decision) as [Capability, readonly string[]][]) {
    const known = standing.find((restriction) => restriction.capability === capability)?.requirementIds ?? []
    const added = wanted.filter((id) => !known.includes(id))
    if (added.length > 0) fresh[capability] = added
  }
  return fresh
}
