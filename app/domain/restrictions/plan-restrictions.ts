import type { Context, TransactionContext } from '#app/domain/context.ts'
import {
  type Decision,
  type DecisionFacts,
  type RequirementFacts,
  replay,
} from '#app/domain/restrictions/decision.ts'
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
 * Ids of the accounts on which something could be withheld at this instant, in order. The next statements look
 * again at each, so a list that is some seconds old does no harm.
 */
export async function overdueAccounts(ctx: Pick<Context, 'db'>, at: Date): Promise<string[]> {
  const found = await rows<{ accountId: string }>(
    ctx.db,
    `select distinct q.account_id from requirements q
      where q.status in ('requested', 'rejected') and q.deadline_at <= :at
        and (select count(*) from restriction_requirements rr join restrictions r on r.id = rr.restriction_id
             where rr.requirement_id = q.id and r.lifted_at is null and r.cause = 'documents_overdue') < 2
        and restriction_obstacle(q.id, :at) is null
      order by q.account_id`,
    { at },
  )
  return found.map(({ accountId }) => accountId)
}

/**
 * Keeps other sweeps off these accounts until the transaction ends, and waits for who is sending a document this
 * moment. Returns the accounts obtained: those that another sweep holds are left to it.
 */
export async function holdAccounts(
  tx: TransactionContext,
  accountIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const held = await rows<{ id: string }>(
    tx.db,
    `select id from accounts where id = any(cast(:accountIds as uuid[])) order by id
       for no key update skip locked`,
    { accountIds },
  )
  const ids = held.map(({ id }) => id)
  await rows(
    tx.db,
    `select id from requirements where account_id = any(cast(:ids as uuid[]))
       and status in ('requested', 'rejected') and deadline_at <= :at order by id for share`,
    { ids, at },
  )
  return ids
}

/** The decision for each of these accounts; those on which nothing new follows are left out. */
export async function planRestrictions(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  accountIds: readonly string[],
  at: Date,
): Promise<PlannedRestriction[]> {
  const found = await rows<AccountFacts>(ctx.db, FACTS, { accountIds, at })
  return found
    .map(({ accountId, accountName, department, requirements, standing }) => {
      const facts: DecisionFacts = {
        at: at.toISOString(),
        policyVersion: policy.version,
        ladder: policy.rules.ladder,
        department,
        exempt: false,
        fairClockPaused: false,
        requirements: requirements.map(withIsoInstants),
      }
      return { accountId, accountName, facts, decision: replay(facts), standing }
    })
    .filter((plan) => Object.keys(newGrounds(plan)).length > 0)
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

interface AccountFacts {
  accountId: string
  accountName: string
  department: string
  requirements: RequirementFacts[]
  standing: Standing[]
}

const FACTS = `
  select a.id as account_id, a.name as account_name, a.department,
    jsonb_agg(jsonb_build_object('requirementId', q.id, 'status', q.status, 'deadlineAt', q.deadline_at,
      'clock', coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'at', c.at, 'days', c.days,
          'date', c.date, 'cause', c.cause) order by c.id) from clock_entries c where c.requirement_id = q.id), '[]'),
      'notices', (select jsonb_agg(jsonb_build_object('noticeId', n.notice_id, 'acceptedAt', n.accepted_at)
          order by n.accepted_at, n.notice_id) from accepted_notices n
        where n.requirement_id = q.id and n.accepted_at <= :at)
      ) order by q.deadline_at, q.id) as requirements,
    coalesce((select jsonb_agg(jsonb_build_object('restrictionId', r.id, 'capability', r.capability,
        'requirementIds', (select jsonb_agg(rr.requirement_id order by rr.requirement_id)
          from restriction_requirements rr where rr.restriction_id = r.id)) order by r.capability)
      from restrictions r
      where r.account_id = a.id and r.lifted_at is null and r.cause = 'documents_overdue'), '[]') as standing
  from accounts a join requirements q on q.account_id = a.id
  where a.id = any(cast(:accountIds as uuid[])) and q.status in ('requested', 'rejected') and q.deadline_at <= :at
    and restriction_obstacle(q.id, :at) is null
  group by a.id order by a.id`

/** jsonb writes instants with an offset; kept is one form, to the millisecond. */
function withIsoInstants(facts: RequirementFacts): RequirementFacts {
  const iso = (text: string) => new Date(text).toISOString()
  return {
    ...facts,
    deadlineAt: iso(facts.deadlineAt),
    clock: facts.clock.map((entry) => ({ ...entry, at: iso(entry.at) })),
    notices: facts.notices.map((notice) => ({ ...notice, acceptedAt: iso(notice.acceptedAt) })),
  }
}
