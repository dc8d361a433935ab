import type { Context } from '#app/domain/context.ts'
import type { Decision, DecisionFacts } from '#app/domain/restrictions/decision.ts'
import { REACHED, type ReachedLadder } from '#app/domain/restrictions/overdue.ts'
import type { CurrentPolicy } from '#app/domain/restrictions/policy.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** A restriction for overdue documents that stands already, and what it rests on. */
export interface Standing {
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
  readonly standing: readonly Standing[]
}

/**
 * The decision for a set of accounts, as the beginning of a statement that reads it or acts on it:
 * - `wanted`: by account and capability, the requirements that are the reason, nearest deadline first;
 * - `standing`: what is withheld for documents already;
 * - `fresh`: the part of `wanted` that is not in force yet, and on the list of `:release` where there is one;
 *   `standing_id` where it joins a restriction;
 * - `decided`: by account of `fresh`, the facts and the decision that `replay` draws from them.
 */
export const PLAN = `
  with overdue as materialized (
    select o.requirement_id, o.account_id, o.department, o.status, o.deadline_at, reached.payments, reached.payouts
    from restriction_obstacles(:at) o ${REACHED}
    where o.account_id = any(cast(:accountIds as uuid[])) and o.status in ('requested', 'rejected')
      and o.deadline_at <= :at and o.obstacle is null
  ), wanted as materialized (
    select o.account_id, c.capability,
      array_agg(o.requirement_id order by o.deadline_at, o.requirement_id) as requirement_ids
    from overdue o
      cross join lateral (values ('payments', o.payments), ('payouts', o.payouts)) c (capability, reached)
    where c.reached group by o.account_id, c.capability
  ), standing as materialized (
    select r.id, r.account_id, r.capability,
      array(select rr.requirement_id from restriction_requirements rr where rr.restriction_id = r.id
        order by rr.requirement_id) as requirement_ids
    from restrictions r
    where r.account_id = any(cast(:accountIds as uuid[])) and r.lifted_at is null and r.cause = 'documents_overdue'
  ), fresh as materialized (
    select w.account_id, w.capability, s.id as standing_id,
      array(select u.id from unnest(w.requirement_ids) with ordinality as u (id, place)
        where s.id is null or u.id <> all(s.requirement_ids) order by u.place) as requirement_ids
    from wanted w left join standing s on s.account_id = w.account_id and s.capability = w.capability
    where (s.id is null or not w.requirement_ids <@ s.requirement_ids)
      and (cast(:release as uuid) is null or exists (select from held_batch_entries e
        where e.batch_id = cast(:release as uuid) and e.account_id = w.account_id and e.capability = w.capability))
  ), decided as materialized (
    select f.account_id, f.facts || jsonb_build_object('decision', d.decision) as facts
    from (
      select o.account_id, jsonb_build_object('at', iso_instant(:at), 'policyVersion', cast(:policyVersion as integer),
        'ladder', cast(:ladder as jsonb), 'department', min(o.department), 'exempt', false, 'fairClockPaused', false,
        'requirements', jsonb_agg(jsonb_build_object('requirementId', o.requirement_id, 'status', o.status,
          'deadlineAt', iso_instant(o.deadline_at),
          'clock', (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'at', iso_instant(e.at), 'days', e.days,
              'date', e.date, 'cause', e.cause) order by e.id), '[]')
            from clock_entries e where e.requirement_id = o.requirement_id),
          'notices', (select jsonb_agg(jsonb_build_object('noticeId', n.notice_id,
              'acceptedAt', iso_instant(n.accepted_at)) order by n.accepted_at, n.notice_id)
            from accepted_notices n where n.requirement_id = o.requirement_id and n.accepted_at <= :at)
        ) order by o.deadline_at, o.requirement_id)) as facts
      from overdue o where o.account_id in (select account_id from fresh) group by o.account_id
    ) f join (
      select w.account_id, jsonb_object_agg(w.capability, to_jsonb(w.requirement_ids)) as decision
      from wanted w group by w.account_id
    ) d on d.account_id = f.account_id
  ), standing_of as (
    select s.account_id, jsonb_agg(jsonb_build_object('restrictionId', s.id, 'capability', s.capability,
      'requirementIds', to_jsonb(s.requirement_ids)) order by s.capability) as standing
    from standing s group by s.account_id
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
  ladder: JSON.stringify(policy.rules.ladder),
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
  const found = await rows<Omit<PlannedRestriction, 'decision'> & { facts: { decision: Decision } }>(
    ctx.db,
    `${PLAN}
     select d.account_id, a.name as account_name, d.facts, coalesce(s.standing, '[]') as standing
     from decided d join accounts a on a.id = d.account_id left join standing_of s on s.account_id = d.account_id
     order by d.account_id`,
    planBindings(policy, ladder, accountIds, release),
  )
  return found.map(({ facts: { decision, ...facts }, ...plan }) => ({ ...plan, facts, decision }))
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
