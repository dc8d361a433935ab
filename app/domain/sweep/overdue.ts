import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import {
  BOUND,
  LADDER_OF_DAY,
  LADDERS,
  laddersOf,
  pastBy,
  type ReachedLadder,
  reachedBy,
  reachedLadder,
  requirementsBy,
} from '#app/domain/policy/ladder-sql.ts'
import { type Page, pageOf } from '#app/domain/sweep/batches.ts'
import { rows } from '#db/client.ts'

/** One row per capability, and whether a requirement `o` has reached it. */
const REACHED_CAPABILITIES = `(values ('payments', reached.payments), ('payouts', reached.payouts)) c (capability, reached)`

/** Whether a capability `c` of an account is not withheld for documents now. */
const NOT_WITHHELD = `not exists (select from restrictions r where r.account_id = o.account_id
  and r.capability = c.capability and r.cause = 'documents_overdue' and r.lifted_at is null)`

/**
 * Accounts and capabilities that would be withheld by the ladder and are not withheld for documents now; a row for
 * each requirement that is the reason.
 */
export const NEWLY_WITHHELD = `
  select o.account_id, c.capability from ${requirementsBy(BOUND)} cross join lateral ${REACHED_CAPABILITIES}
   where ${pastBy(BOUND)} and c.reached and case when ${NOT_WITHHELD} then o.obstacle is null end`

/**
 * The same of several ladders, as CTEs: `ahead` has, by account and capability, the first day on which it would be
 * withheld. What is overdue without a protection stays so while nobody does anything, so for each requirement days are
 * asked in their order until one answers: the obstacles cost most. `:latest` = of the last ladder.
 */
export const WITHHELD_AHEAD = `
  reached as materialized (
    select o.requirement_id, o.account_id, c.capability, min(d.day) as day
      from (select q.id as requirement_id, q.account_id, q.deadline_at, a.department
          from requirements q join accounts a on a.id = q.account_id
          where q.status in ('requested', 'rejected') and q.deadline_at < :latest) o
        cross join ${LADDERS} ${reachedBy(LADDER_OF_DAY)} cross join lateral ${REACHED_CAPABILITIES}
      where c.reached and ${NOT_WITHHELD}
      group by o.requirement_id, o.account_id, c.capability
  ), unprotected as materialized (
    select f.requirement_id, (
        select d.day from (select * from ${LADDERS} order by d.day offset 0) d
         where d.day >= f.day and exists (select from restriction_obstacles(d.at) o
           where o.requirement_id = f.requirement_id and o.obstacle is null) order by d.day limit 1) as day
      from (select requirement_id, min(day) as day from reached group by requirement_id) f
  ), ahead as materialized (
    select r.account_id, r.capability, min(greatest(r.day, u.day)) as day
      from reached r join unprotected u on u.requirement_id = r.requirement_id and u.day is not null
      group by r.account_id, r.capability
  )`

/** What `WITHHELD_AHEAD` binds; instants in their order. */
export const withheldAhead = (policy: CurrentPolicy, instants: readonly Date[]) => ({
  ladders: laddersOf(policy, instants),
  latest: reachedLadder(policy, instants.at(-1) as Date).latest,
})

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
    `select o.requirement_id, o.account_id, cast(o.deadline_at as text) as deadline_at from ${requirementsBy(BOUND)}
       where ${pastBy(BOUND)} and (o.deadline_at, o.requirement_id) > (cast(:deadlineAt as timestamptz), cast(:requirementId as uuid))
       and case when exists (select from ${REACHED_CAPABILITIES}
         where c.reached and not exists (select from open_grounds g where g.requirement_id = o.requirement_id
           and g.capability = c.capability and g.cause = 'documents_overdue')) then o.obstacle is null end
       order by o.deadline_at, o.requirement_id limit :limit`,
    { ...ladder, ...(after ?? BEGINNING), limit },
  )
  return pageOf(found)
}

/** How many accounts a run at this instant would take a capability from; counted by one statement. */
export async function countNewlyRestricted(ctx: Pick<Context, 'db'>, ladder: ReachedLadder): Promise<number> {
  const [found] = await rows<{ count: number }>(
    ctx.db,
    `select count(distinct account_id) as count from (${NEWLY_WITHHELD}) n`,
    { ...ladder },
  )
  return found?.count ?? 0
}
