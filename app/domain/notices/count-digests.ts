import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import {
  foresee,
  type PackedStanding,
  type Preview,
  previewOf,
  type Situation,
} from '#app/domain/notices/foresee.ts'
import { marksByTheEnd, unpackPlain } from '#app/domain/notices/marks-ahead.ts'
import { canBeTold, FACTS, situationBindings, toldToday } from '#app/domain/notices/situations.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { isDatabaseError, rows, transaction } from '#db/client.ts'

/** A page waits so long for numbers, and no longer: its lists say who is written to all the same. */
const COUNTING_MS = 3_000
const CANCELLED = '57014'

/**
 * How many digests leave on each of the next seven days, as the sweep would send them with the facts of now; none
 * while the fair clock stands still. Exact, since accounts in the same situation are foreseen once; null where so many
 * documents are due that they cannot be counted within `COUNTING_MS`.
 */
export async function countDigestsAhead(ctx: Context): Promise<number[] | null> {
  requirePermission(ctx.actor, 'restriction:preview')
  const preview = await previewOf(ctx)
  const counts = preview.days.map(() => 0)
  if (await fairClockPauses(ctx)) return counts
  const situations = await countSituations(ctx, preview)
  if (!situations) return null
  for (const { accounts, ...situation } of situations) {
    for (const [day, causes] of foresee(preview, situation).entries()) {
      if (causes) counts[day] = (counts[day] ?? 0) + accounts
    }
  }
  return counts
}

/** A situation, with what the marks alone say still packed, and how many accounts are in it. */
interface Counted extends Pick<Situation, 'toldToday'> {
  plain: number[] | null
  facts: PackedStanding[] | null
  accounts: number
}

async function countSituations(
  ctx: Context,
  preview: Preview,
): Promise<(Situation & { accounts: number })[] | null> {
  const marks = marksByTheEnd(preview)
  try {
    return await transaction(ctx.db, async (trx) => {
      await rows(
        trx,
        `select set_config('statement_timeout', :limit, true), set_config('work_mem', '64MB', true),
           set_config('jit', 'off', true)`,
        { limit: String(COUNTING_MS) },
      )
      const found = await rows<Counted>(
        trx,
        `with recursive ${marks.sql}, ${FACTS}, by_account as (
           select account_id, array_agg(plain) filter (where plain is not null) as plain,
               array_agg(fact) filter (where fact is not null) as facts
             from (
               select account_id, plain, cast(null as smallint[]) as fact from plain
               union all
               select account_id, null, fact from facts
             ) known where ${canBeTold('known.account_id')} group by account_id
         )
         select told_today, plain, facts, count(*) as accounts from (
           -- Of who has nothing but what is still to come it does not matter.
           select facts is not null and ${toldToday('a.account_id')} as told_today, plain, facts from by_account a
         ) told group by told_today, plain, facts`,
        { ...situationBindings(preview), ...marks.bindings },
      )
      return found.map(({ plain, facts, ...counted }) => ({
        ...counted,
        requirements: [...(plain ?? []).map(unpackPlain), ...(facts ?? [])],
      }))
    })
  } catch (error) {
    if (isDatabaseError(error, CANCELLED)) return null
    throw error
  }
}
