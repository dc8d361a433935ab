import { requirePermission } from '#app/domain/access/permissions.ts'
import { BY_NAME, behind } from '#app/domain/accounts/by-name.ts'
import { countActiveAccounts, mostOf } from '#app/domain/breaker/weigh-run.ts'
import { daysAhead } from '#app/domain/calendar/days-ahead.ts'
import { endOfDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { countDigestsAhead } from '#app/domain/notices/count-digests.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { type RestrictionAhead, restrictionsAhead } from '#app/domain/sweep/ahead.ts'
import { WITHHELD_AHEAD, withheldAhead } from '#app/domain/sweep/overdue.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

/** What the sweep would do at the end of one day. */
export interface UpcomingDay {
  /** The day in Europe/Paris, `YYYY-MM-DD`. */
  day: string
  /** Its end: the sweep acts a minute later. */
  at: Date
  /** Accounts that lose something with this day and not earlier. */
  accounts: number
  /** What the run meets: those, and whoever the breaker held on the days before. */
  runAccounts: number
  mostAccounts: number
  held: boolean
  /**
   * Notices of the day: digests in its course (`digestsOn`), and of what the run at its end withholds. Where the week's
   * are too many to count, `isEstimate`, from a part of the accounts; null = not even that.
   */
  notices: { number: number; isEstimate: boolean } | null
  /** Of them, those of what the run withholds; none where it is held. */
  restrictionNotices: number
}

export interface Upcoming {
  days: UpcomingDay[]
  policyVersion: number
  breaker: CurrentPolicy['rules']['breaker']
  activeAccounts: number
  /** An outage stops the fair clock: nothing would be withheld while it lasts, so the days are empty. */
  paused: boolean
}

/**
 * The next seven days as the facts stand now: the rules of `sweep --dry-run --at` the end of each day, and what the
 * breaker would make of it. Answers, decisions and notices that come until then are not foreseen, but for the digests
 * that the sweep itself sends: of them each day counts those that leave on it.
 */
export async function upcomingDays(ctx: Context): Promise<Upcoming> {
  requirePermission(ctx.actor, 'restriction:preview')
  const policy = await currentPolicy(ctx)
  const instants = instantsFrom(ctx.clock.now())
  const counts = await rows<{ day: number; accounts: number; stillActive: number }>(
    ctx.db,
    `with ${WITHHELD_AHEAD}, by_account as (
       select h.account_id, h.day, row_number() over (partition by h.account_id order by h.day) = 1
           and not exists (select from restrictions r where r.account_id = h.account_id and r.lifted_at is null)
         as still_active
       from (select distinct account_id, day from ahead) h
     )
     select day, count(*) as accounts, count(*) filter (where still_active) as still_active
       from by_account group by day`,
    withheldAhead(policy, endsOf(instants)),
  )
  const activeAccounts = await countActiveAccounts(ctx)
  const digests = await countDigestsAhead(ctx)
  const { breaker } = policy.rules
  let active = activeAccounts
  let waiting = { accounts: 0, stillActive: 0 }
  const days = instants.map(({ day, at }, index): UpcomingDay => {
    const own = counts.find((count) => count.day === index) ?? { accounts: 0, stillActive: 0 }
    const run = {
      accounts: waiting.accounts + own.accounts,
      stillActive: waiting.stillActive + own.stillActive,
    }
    const mostAccounts = mostOf(breaker, active)
    const held = run.accounts > mostAccounts
    waiting = held ? run : { accounts: 0, stillActive: 0 }
    if (!held) active -= run.stillActive
    const restrictionNotices = held ? 0 : run.accounts
    return {
      ...{ day, at, accounts: own.accounts, runAccounts: run.accounts, mostAccounts, held },
      notices: digests && {
        number: (digests.byDay[index] ?? 0) + restrictionNotices,
        isEstimate: digests.oneIn > 1,
      },
      restrictionNotices,
    }
  })
  const paused = await fairClockPauses(ctx)
  return { days, policyVersion: policy.version, breaker, activeAccounts, paused }
}

/** Who loses what at the end of one of these days and not earlier, by name. Invalid for a day that is not among them. */
export async function upcomingOn(
  ctx: Context,
  day: string,
  { after = null, limit = 50 }: { after?: string | null; limit?: number } = {},
): Promise<{ accounts: RestrictionAhead[]; next: string | null }> {
  requirePermission(ctx.actor, 'restriction:preview')
  if (after && !isUuid(after)) throw invalid('cursor')
  const policy = await currentPolicy(ctx)
  const instants = instantsFrom(ctx.clock.now())
  const index = instants.findIndex((instant) => instant.day === day)
  const at = instants[index]?.at
  if (!at) throw invalid('invalid')
  const found = await rows<{ accountId: string; accountName: string }>(
    ctx.db,
    `with ${WITHHELD_AHEAD}
     select a.id as account_id, a.name as account_name from accounts a
      where exists (select from ahead h where h.account_id = a.id and h.day = :index)
        and ${behind(after)}
      order by ${BY_NAME} limit :limit`,
    { ...withheldAhead(policy, endsOf(instants)), index, after, limit: limit + 1 },
  )
  const { page, next } = cutPage(found, limit, ({ accountId }) => accountId)
  return { accounts: await restrictionsAhead(ctx, policy, at, page), next }
}

const instantsFrom = (now: Date) => daysAhead(now).map((day) => ({ day: day.toString(), at: endOfDay(day) }))
const endsOf = (instants: ReturnType<typeof instantsFrom>) => instants.map(({ at }) => at)
