import { requirePermission } from '#app/domain/access/permissions.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** How long our answers take, in business days. */
export interface ReviewTime {
  /** Half of them were faster. */
  readonly usualDays: number
  /** Nine in ten were faster. */
  readonly slowDays: number
  /** False: too few decisions to measure by, so these are the days that we promise. */
  readonly measured: boolean
}

const MEASURED_DAYS = 30
/** The latest of them: enough for both figures, and read in a millisecond however many there are. */
const MEASURED_DECISIONS = 1_000
/** Fewer say nothing about the next one. */
const DECISIONS_NEEDED = 20
const PROMISED: ReviewTime = { usualDays: 3, slowDays: 5, measured: false }

/**
 * From sending to decision, measured over the latest decisions of the last 30 days, rounded up to whole business days.
 * It names no account, so every member may be told.
 */
export async function reviewTime(ctx: Context): Promise<ReviewTime> {
  requirePermission(ctx.actor, 'requirement:read')
  const now = ctx.clock.now()
  const [taken] = await rows<{ decisions: number; usual: number | null; slow: number | null }>(
    ctx.db,
    `select count(*) as decisions, percentile_cont(0.5) within group (order by t.days) as usual,
        percentile_cont(0.9) within group (order by t.days) as slow
       from (select extract(epoch from d.decided_at - s.submitted_at) / 86400 as days
               from decisions d join submissions s on s.id = d.submission_id
              where d.decided_at > :since and d.decided_at <= :now
              order by d.decided_at desc limit :limit) t`,
    { now, since: new Date(now.getTime() - MEASURED_DAYS * DAY_MS), limit: MEASURED_DECISIONS },
  )
  if (!taken || taken.decisions < DECISIONS_NEEDED || taken.usual === null || taken.slow === null) {
    return PROMISED
  }
  return { usualDays: wholeDays(taken.usual), slowDays: wholeDays(taken.slow), measured: true }
}

const wholeDays = (days: number) => Math.max(1, Math.ceil(days))
