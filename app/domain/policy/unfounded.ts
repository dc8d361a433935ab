import { plainDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { ladderStep } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** Accounts with a restriction that follows from the rules in force, and would not from others. */
export interface UnfoundedRestrictions {
  readonly count: number
  readonly first: readonly { readonly accountId: string; readonly name: string }[]
}

/** What each open restriction for documents rests on: the earliest deadline among what is not answered yet. */
const RESTING = `
  with resting as (
    select r.account_id, a.name, a.department, r.capability,
        min(cast(q.last_deadline_at at time zone 'Europe/Paris' as date)) as day
      from restrictions r join accounts a on a.id = r.account_id
        join restriction_requirements rr on rr.restriction_id = r.id
        join requirements q on q.id = rr.requirement_id and q.closed_at is null and q.last_deadline_at is not null
     where r.cause = 'documents_overdue' and r.lifted_at is null
     group by r.id, a.id
  )`

/** Counts, and names the first `limit` of, the accounts whose restriction rests on `before` and not on `after`. */
export async function unfoundedRestrictions(
  ctx: Pick<Context, 'db'>,
  { before, after }: { readonly before: PolicyRules; readonly after: PolicyRules },
  at: Date,
  limit: number,
): Promise<UnfoundedRestrictions> {
  const groups = await rows<{ department: string; capability: Capability; day: string }>(
    ctx.db,
    `${RESTING} select distinct department, capability, day from resting`,
  )
  const follows = (rules: PolicyRules, { department, capability, day }: (typeof groups)[number]) =>
    ladderStep(rules, plainDay(day), department, at)?.withhold.includes(capability) ?? false
  const losing = groups.filter((group) => follows(before, group) && !follows(after, group))
  if (losing.length === 0) return { count: 0, first: [] }
  const found = await rows<{ accountId: string; name: string; total: number }>(
    ctx.db,
    `${RESTING}, losing as (select distinct r.account_id, r.name from resting r
       join jsonb_to_recordset(:losing) as l (department text, capability text, day date)
         on (r.department, r.capability, r.day) = (l.department, l.capability, l.day))
     select account_id, name, count(*) over () as total from losing order by search_key(name) collate "C", account_id limit :limit`,
    { losing: JSON.stringify(losing), limit },
  )
  return { count: found[0]?.total ?? 0, first: found.map(({ accountId, name }) => ({ accountId, name })) }
}
