import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { foresee, type Preview, previewOf, type Situation } from '#app/domain/notices/foresee.ts'
import { marksByTheEnd } from '#app/domain/notices/marks-ahead.ts'
import { canBeTold, FACTS, situationBindings, toldToday } from '#app/domain/notices/situations.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { type Database, isDatabaseError, rows, transaction } from '#db/client.ts'

/** A page waits so long for numbers, and no longer: its lists say who is written to all the same. */
const COUNTING_MS = 3_000
const CANCELLED = '57014'
/** So many open requirements are looked at for the numbers of a week: a second's work. */
const MOST_LOOKED_AT = 60_000

/** How many digests leave on each of the next seven days. */
export interface DigestCounts {
  readonly byDay: readonly number[]
  /** 1: exact. Else the accounts looked at are one in so many, and the numbers are what follows from them for all. */
  readonly oneIn: number
}

/**
 * Counts the digests of the next seven days, as the sweep would send them with the facts of now; none while the fair
 * clock stands still. Where more than `most` requirements are open, a part of the accounts stands for all; null where
 * even that takes longer than `COUNTING_MS`.
 */
export async function countDigestsAhead(
  ctx: Context,
  { most = MOST_LOOKED_AT } = {},
): Promise<DigestCounts | null> {
  requirePermission(ctx.actor, 'restriction:preview')
  const preview = await previewOf(ctx)
  const byDay = preview.days.map(() => 0)
  if (await fairClockPauses(ctx)) return { byDay, oneIn: 1 }
  const oneIn = await chooseSample(ctx.db, most)
  const situations = await countSituations(ctx, preview, oneIn)
  if (!situations) return null
  for (const { accounts, ...situation } of situations) {
    for (const [day, causes] of foresee(preview, situation).entries()) {
      if (causes) byDay[day] = (byDay[day] ?? 0) + accounts * oneIn
    }
  }
  return { byDay, oneIn }
}

/** One account in how many is looked at, by the number of marks that PostgreSQL last saw: a power of two. */
async function chooseSample(db: Database, most: number): Promise<number> {
  const [seen] = await rows<{ marks: number }>(
    db,
    `select reltuples as marks from pg_class where oid = cast('reminder_marks' as regclass)`,
  )
  return 2 ** Math.ceil(Math.log2(Math.max(1, (seen?.marks ?? 0) / most)))
}

/** Accounts in the same situation are foreseen once. */
async function countSituations(
  ctx: Context,
  preview: Preview,
  oneIn: number,
): Promise<(Situation & { accounts: number })[] | null> {
  const marks = marksByTheEnd(preview, oneIn)
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
        `with looked as materialized (${marks.sql}), ${FACTS}
         select told_today, requirements, count(*) as accounts from (
           select ${toldToday('a.account_id')} as told_today, a.requirements from (
             select account_id, array_agg(fact order by fact) as requirements from facts
              where ${canBeTold('facts.account_id')} group by account_id) a
         ) told group by told_today, requirements`,
        { ...situationBindings(preview), ...marks.bindings },
      )
    })
  } catch (error) {
    if (isDatabaseError(error, CANCELLED)) return null
    throw error
  }
}
