import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { ladderReach } from '#app/domain/policy/ladder.ts'

/** What statements need to know of the ladder at one instant; see `ladderReach`. */
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

export const BOUND: LadderSql = { at: ':at', reach: 'cast(:reach as jsonb)', latest: ':latest' }

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
export const reachedBy = ({ reach }: LadderSql) => `cross join lateral (
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
export const pastBy = ({ latest }: LadderSql) =>
  `o.status in ('requested', 'rejected') and o.deadline_at < ${latest}`

/** … and nothing protects it. Statements with more conditions read the obstacle last, by `case`: it costs most. */
export const overdueBy = (ladder: LadderSql) => `${pastBy(ladder)} and o.obstacle is null`
