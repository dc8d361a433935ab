import { requirePermission } from '#app/domain/access/permissions.ts'
import { countActiveAccounts, mostOf } from '#app/domain/breaker/weigh-run.ts'
import { plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { ladderStep } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { type UnfoundedRestrictions, unfoundedRestrictions } from '#app/domain/policy/unfounded.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** So many accounts are named; the counts are of all. */
export const NAMED_ACCOUNTS = 50

/** What a sweep would newly do under one policy, in accounts. */
export interface SweepCounts {
  /** Accounts from which something would newly be withheld. */
  readonly restricted: number
  /** Those of them that could take no payments any more. */
  readonly suspended: number
  /** Whether the circuit breaker would hold the batch. */
  readonly held: boolean
}

/** An account that two policies treat differently: what each would newly withhold. */
export interface TreatedDifferently {
  readonly accountId: string
  readonly name: string
  readonly before: readonly Capability[]
  readonly after: readonly Capability[]
}

/** What a sweep at one instant would do under the rules in force, and under others. */
export interface SweepEffect {
  readonly at: Date
  /** Accounts from which nothing is withheld: the breaker's share is of these. */
  readonly activeAccounts: number
  readonly before: SweepCounts
  readonly after: SweepCounts
  readonly different: { readonly count: number; readonly first: readonly TreatedDifferently[] }
  readonly unfounded: UnfoundedRestrictions
}

/** Rules as they stand and as they would be. */
export interface RulesPair {
  readonly before: PolicyRules
  readonly after: PolicyRules
}

/**
 * Compares what a sweep at `at` would newly withhold under two sets of rules, on the real accounts and on the
 * notices accepted so far, as a dry run at that instant does. Changes nothing; counts are exact, lists are the
 * first accounts by name.
 */
export async function sweepEffect(ctx: Context, rules: RulesPair, at: Date): Promise<SweepEffect> {
  requirePermission(ctx.actor, 'policy:manage')
  const groups = (await rows<Overdue>(ctx.db, `${OVERDUE} ${BY_GROUP}`, { at })).map((group) => ({
    ...group,
    before: newlyWithheld(rules.before, group, at),
    after: newlyWithheld(rules.after, group, at),
  }))
  const different = groups.filter(({ before, after }) => before.join() !== after.join())
  const activeAccounts = await countActiveAccounts(ctx)
  return {
    at,
    activeAccounts,
    before: countsOf(groups, 'before', rules.before, activeAccounts),
    after: countsOf(groups, 'after', rules.after, activeAccounts),
    different: { count: sum(different), first: await firstDifferent(ctx, different, at) },
    unfounded: await unfoundedRestrictions(ctx, rules, at, NAMED_ACCOUNTS),
  }
}

/** Accounts that are alike for the ladder: same calendar, same earliest overdue day, same things withheld already. */
interface Overdue {
  department: string
  day: string
  paymentsWithheld: boolean
  payoutsWithheld: boolean
  accounts: number
}
type Judged = Overdue & { before: readonly Capability[]; after: readonly Capability[] }

/** The earliest deadline day is the one that stands highest on the ladder, so it alone decides. */
const OVERDUE = `
  with overdue as (
    select q.account_id, min(cast(q.deadline_at at time zone 'Europe/Paris' as date)) as day
      from restriction_obstacles(:at) q
     where q.status in ('requested', 'rejected') and q.deadline_at <= :at and q.obstacle is null
     group by q.account_id
  ), placed as (
    select o.account_id, a.name, a.department, o.day,
        exists (select from restrictions r where r.account_id = o.account_id and r.capability = 'payments'
          and r.cause = 'documents_overdue' and r.lifted_at is null) as payments_withheld,
        exists (select from restrictions r where r.account_id = o.account_id and r.capability = 'payouts'
          and r.cause = 'documents_overdue' and r.lifted_at is null) as payouts_withheld
      from overdue o join accounts a on a.id = o.account_id
  )`
const BY_GROUP = `
  select department, day, payments_withheld, payouts_withheld, count(*) as accounts
    from placed group by department, day, payments_withheld, payouts_withheld`

function newlyWithheld(rules: PolicyRules, group: Overdue, at: Date): readonly Capability[] {
  const withheld = { payments: group.paymentsWithheld, payouts: group.payoutsWithheld }
  const step = ladderStep(rules, plainDay(group.day), group.department, at)
  return (step?.withhold ?? []).filter((capability) => !withheld[capability]).sort()
}

function countsOf(
  groups: readonly Judged[],
  side: 'before' | 'after',
  { breaker }: PolicyRules,
  activeAccounts: number,
): SweepCounts {
  const restricted = sum(groups.filter((group) => group[side].length > 0))
  return {
    restricted,
    suspended: sum(groups.filter((group) => group[side].includes('payments'))),
    held: restricted > mostOf(breaker, activeAccounts),
  }
}

const sum = (groups: readonly Overdue[]) => groups.reduce((total, { accounts }) => total + accounts, 0)

async function firstDifferent(
  ctx: Pick<Context, 'db'>,
  groups: readonly Judged[],
  at: Date,
): Promise<TreatedDifferently[]> {
  if (groups.length === 0) return []
  const found = await rows<{ accountId: string; name: string; index: number }>(
    ctx.db,
    `${OVERDUE}, wanted as (select * from jsonb_to_recordset(:groups) as w (index integer, department text, day date,
       payments_withheld boolean, payouts_withheld boolean))
     select p.account_id, p.name, w.index from placed p join wanted w
         on (p.department, p.day, p.payments_withheld, p.payouts_withheld)
           = (w.department, w.day, w.payments_withheld, w.payouts_withheld)
      order by search_key(p.name) collate "C", p.account_id limit :limit`,
    {
      at,
      limit: NAMED_ACCOUNTS,
      groups: JSON.stringify(
        groups.map(({ department, day, paymentsWithheld, payoutsWithheld }, index) => ({
          ...{ index, department, day },
          payments_withheld: paymentsWithheld,
          payouts_withheld: payoutsWithheld,
        })),
      ),
    },
  )
  return found.map(({ accountId, name, index }) => {
    const { before = [], after = [] } = groups[index] ?? {}
    return { accountId, name, before, after }
  })
}
