import type { Context } from '#app/domain/context.ts'
import type { Page } from '#app/domain/restrictions/batches.ts'
import { ladderReach } from '#app/domain/restrictions/ladder.ts'
import type { CurrentPolicy } from '#app/domain/restrictions/policy.ts'
import { rows } from '#db/client.ts'

/** What the statements below need to know of the ladder at one instant; see `ladderReach`. */
export interface ReachedLadder {
  readonly at: Date
  /** JSON of `ladderReach`. */
  readonly reach: string
  /** No requirement with a later deadline has reached any rung. */
  readonly latest: Date
}

/** Computed once for a run: the same for every batch of it. */
export function reachedLadder(policy: CurrentPolicy, at: Date): ReachedLadder {
  const reach = ladderReach(policy.rules, at)
  const instants = Object.values(reach).flatMap(({ payments, payouts }) => [payments, payouts])
  const latest = Math.max(...instants.map((instant) => instant?.getTime() ?? Number.NEGATIVE_INFINITY))
  return { at, reach: JSON.stringify(reach), latest: new Date(latest) }
}

/** Beside a requirement `o`: which capabilities its deadline has reached by the ladder, `reached.payments` and so on. */
export const REACHED = `cross join lateral (
    select coalesce(cast(:reach as jsonb) -> o.department, cast(:reach as jsonb) -> '') as instants
  ) own cross join lateral (
    select coalesce(o.deadline_at < cast(instants ->> 'payments' as timestamptz), false) as payments,
      coalesce(o.deadline_at < cast(instants ->> 'payouts' as timestamptz), false) as payouts
  ) reached`

/** The requirements `o` that the ladder has reached and that nothing protects. Found by the index of deadlines. */
const OVERDUE = `restriction_obstacles(:at) o ${REACHED}
  where o.status in ('requested', 'rejected') and o.deadline_at < :latest and o.obstacle is null`

/** One row per capability that a requirement `o` has reached. */
const CAPABILITIES = `(values ('payments', reached.payments), ('payouts', reached.payouts)) c (capability, reached)
  where c.reached`

/** Where the walk through the overdue requirements stands: in the order of deadlines. */
export interface OverduePlace {
  /** As PostgreSQL writes it, since a Date would lose its microseconds. */
  readonly deadlineAt: string
  readonly requirementId: string
}

const BEGINNING: OverduePlace = {
  deadlineAt: '-infinity',
  requirementId: '00000000-0000-0000-0000-000000000000',
}

/**
 * The accounts of the next `limit` requirements that could be a new ground, oldest deadline first; null at the end.
 * An account may come again with another requirement: what was done for it the first time is not due any more.
 */
export async function nextOverdue(
  ctx: Pick<Context, 'db'>,
  ladder: ReachedLadder,
  after: OverduePlace | null,
  limit: number,
): Promise<Page<OverduePlace> | null> {
  const found = await rows<OverduePlace & { accountId: string }>(
    ctx.db,
    `select o.requirement_id, o.account_id, cast(o.deadline_at as text) as deadline_at from ${OVERDUE}
       and (o.deadline_at, o.requirement_id) > (cast(:deadlineAt as timestamptz), cast(:requirementId as uuid))
       and exists (select from ${CAPABILITIES}
         and not exists (select from open_grounds g where g.requirement_id = o.requirement_id
           and g.capability = c.capability and g.cause = 'documents_overdue'))
       order by o.deadline_at, o.requirement_id limit :limit`,
    { ...ladder, ...(after ?? BEGINNING), limit },
  )
  const last = found.at(-1)
  return last ? { accountIds: [...new Set(found.map(({ accountId }) => accountId))], last } : null
}

/** Accounts `o` from which a capability would be withheld that is not withheld for documents now. */
const NEWLY_RESTRICTED = `${OVERDUE}
  and exists (select from ${CAPABILITIES}
    and not exists (select from restrictions r where r.account_id = o.account_id and r.capability = c.capability
      and r.cause = 'documents_overdue' and r.lifted_at is null))`

/** The same by capability: one row for each that would be withheld and is not. */
export const NEWLY_WITHHELD = `select distinct n.account_id, n.capability
  from (select o.account_id, c.capability from restriction_obstacles(:at) o ${REACHED}
      cross join lateral (values ('payments', reached.payments), ('payouts', reached.payouts)) c (capability, reached)
    where o.status in ('requested', 'rejected') and o.deadline_at < :latest and o.obstacle is null and c.reached) n
  where not exists (select from restrictions r where r.account_id = n.account_id and r.capability = n.capability
    and r.cause = 'documents_overdue' and r.lifted_at is null)`

/** How many accounts a run at this instant would take a capability from; counted by one statement. */
export async function countOverdueAccounts(ctx: Pick<Context, 'db'>, ladder: ReachedLadder): Promise<number> {
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select count(distinct o.account_id) as count from ${NEWLY_RESTRICTED}`,
    { ...ladder },
  )
  return found?.count ?? 0
}

/** The ids of those accounts, in order, a page at a time. Each page costs one look at everything overdue. */
export async function pageOverdueAccounts(
  ctx: Pick<Context, 'db'>,
  ladder: ReachedLadder,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const found = await rows<{ accountId: string }>(
    ctx.db,
    `select distinct o.account_id from ${NEWLY_RESTRICTED}
       and o.account_id > coalesce(cast(:after as uuid), '00000000-0000-0000-0000-000000000000')
       order by o.account_id limit :limit`,
    { ...ladder, after, limit },
  )
  return found.map(({ accountId }) => accountId)
}
