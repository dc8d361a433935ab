import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { foresee, type Preview, previewOf, type Situation } from '#app/domain/notices/foresee.ts'
import {
  CAN_BE_TOLD,
  FACTS,
  marksByTheEnd,
  situationBindings,
  TOLD_TODAY,
} from '#app/domain/notices/situations.ts'
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
      return rows<Situation & { accounts: number }>(
        trx,
        `with looked as (${marks.sql}), ${FACTS}
         select told_today, requirements, count(*) as accounts from (
           select ${TOLD_TODAY} as told_today, s.requirements
           from (select account_id, array_agg(fact order by fact) as requirements from facts group by account_id) s
             join accounts a on a.id = s.account_id where ${CAN_BE_TOLD}
         ) by_account group by told_today, requirements`,
        { ...situationBindings(preview), ...marks.bindings },
      )
    })
  } catch (error) {
    if (isDatabaseError(error, CANCELLED)) return null
    throw error
  }
}
