import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { Page } from '#app/domain/sweep/batches.ts'
import { ladderReach } from '#app/domain/sweep/ladder.ts'
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

/** A `ReachedLadder` as expressions of a statement: bound for one instant, columns where it asks for several. */
interface LadderSql {
  readonly at: string
  /** Of type jsonb. */
  readonly reach: string
  readonly latest: string
}

const BOUND: LadderSql = { at: ':at', reach: 'cast(:reach as jsonb)', latest: ':latest' }

/** The ladders of several instants, as `LADDERS` reads them. */
export const laddersOf = (policy: CurrentPolicy, instants: readonly Date[]): string =>
  JSON.stringify(
    instants.map((instant, day) => {
      const { at, reach, latest } = reachedLadder(policy, instant)
      return { day, at, latest, reach: JSON.parse(reach) as object }
    }),
  )

/** A row `d` for each of them, numbered from 0. */
export const LADDERS = `jsonb_to_recordset(cast(:ladders as jsonb))
  as d (day integer, at timestamptz, latest timestamptz, reach jsonb)`
export const LADDER_OF_DAY: LadderSql = { at: 'd.at', reach: 'd.reach', latest: 'd.latest' }

/** Beside a requirement `o`: which capabilities its deadline has reached by the ladder, `reached.payments` and so on. */
const reachedBy = ({ reach }: LadderSql) => `cross join lateral (
    select coalesce(${reach} -> o.department, ${reach} -> '') as instants
  ) own cross join lateral (
    select coalesce(o.deadline_at < cast(instants ->> 'payments' as timestamptz), false) as payments,
      coalesce(o.deadline_at < cast(instants ->> 'payouts' as timestamptz), false) as payouts
  ) reached`

export const REACHED = reachedBy(BOUND)

/** Requirements `o` and their obstacles at the ladder's instant, with what they have reached. */
export const requirementsBy = (ladder: LadderSql) =>
  `restriction_obstacles(${ladder.at}) o ${reachedBy(ladder)}`

/** Whether the ladder may have reached a requirement `o`, by the index of deadlines … */
const pastBy = ({ latest }: LadderSql) =>
  `o.status in ('requested', 'rejected') and o.deadline_at < ${latest}`

/** … and nothing protects it. Statements with more conditions read the obstacle last, by `case`: it costs most. */
export const overdueBy = (ladder: LadderSql) => `${pastBy(ladder)} and o.obstacle is null`

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
  const last = found.at(-1)
  return last ? { accountIds: [...new Set(found.map(({ accountId }) => accountId))], last } : null
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
