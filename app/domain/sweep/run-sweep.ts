import { requirePermission } from '#app/domain/access/permissions.ts'
import { askBreaker, previewBreaker } from '#app/domain/breaker/ask-breaker.ts'
import type { BreakerReading } from '#app/domain/breaker/weigh-run.ts'
import { fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import type { PlannedReminder } from '#app/domain/notices/plan-reminders.ts'
import { sendReminders } from '#app/domain/notices/send-reminders.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/policy/ladder-sql.ts'
import type { Sweep } from '#app/domain/sweep/sweep.ts'
import { type Withheld, withholdOverdue } from '#app/domain/sweep/withhold-overdue.ts'
import { SweepRun } from '#db/models/restrictions.ts'

/** Accounts per transaction: short enough that nobody waits, large enough that the round trips do not count. */
const BATCH_ACCOUNTS = 250
/** Lines of each list in a report unless told: what a worker keeps in memory does not grow with the run. */
const LISTED = 1_000

export interface SweepOptions {
  /** The instant for which the rules are applied; now unless told. */
  at?: Date
  /** Only say what a run would do. */
  dryRun?: boolean
  batchAccounts?: number
  /** Lines at most of each list in the report. */
  listed?: number
}

export interface SweepReport {
  at: string
  policyVersion: number
  dryRun: boolean
  /** A fair-clock outage runs: nothing is sent and nothing withheld. */
  paused: boolean
  /** The circuit breaker stops the run: nothing is withheld until the batch is released. */
  held: BreakerReading | null
  /** Exact, also where the lists below end early. */
  counts: { restrictedAccounts: number; reminders: number }
  /** What was withheld, or what a dry run would; of a held dry run, what would wait for its release. */
  restrictions: Withheld[]
  reminders: PlannedReminder[]
}

/**
 * Withholds what is overdue and sends the digests of the day, in batches of one transaction each. Safe to kill,
 * to run twice and to run beside another: each batch lands whole or not at all, and what is done is not due
 * any more. A dry run selects by the same statements, so its list is what a run at that instant acts on.
 */
export async function runSweep(ctx: Context, options: SweepOptions = {}): Promise<SweepReport> {
  requirePermission(ctx.actor, 'sweep:run')
  const { dryRun = false, batchAccounts = BATCH_ACCOUNTS, listed = LISTED } = options
  const at = options.at ?? ctx.clock.now()
  const policy = await currentPolicy(ctx)
  const ladder = reachedLadder(policy, at)
  const then: Context = { ...ctx, clock: fixedClock(at) }
  const runId = newId()
  if (!dryRun) {
    await settleOutages(ctx)
    const startedAt = ctx.clock.now()
    await SweepRun.query(ctx.db).insert({
      id: runId,
      at,
      policyVersion: policy.version,
      startedAt,
      counts: {},
    })
  }
  const allowance = await (dryRun ? previewBreaker : askBreaker)(then, policy, ladder)
  const sweep: Sweep = { ctx: then, at, policy, ladder, allowance, dryRun, batchAccounts }
  const restrictions = await gather(withholdOverdue(sweep), { listed, dryRun })
  const reminders = await gather(sendReminders(sweep), { listed, dryRun })
  const report: SweepReport = {
    at: at.toISOString(),
    policyVersion: policy.version,
    dryRun,
    paused: await fairClockPauses(ctx),
    held: allowance.kind === 'held' ? allowance.reading : null,
    counts: { restrictedAccounts: restrictions.count, reminders: reminders.count },
    restrictions: restrictions.list,
    reminders: reminders.list,
  }
  if (!dryRun) {
    const counts = { ...report.counts, heldAccounts: report.held?.accounts ?? 0 }
    await SweepRun.query(ctx.db).findById(runId).patch({ finishedAt: ctx.clock.now(), counts })
    ctx.log.info({ ...counts, at: report.at, policyVersion: report.policyVersion }, 'sweep done')
  }
  return report
}

/**
 * Counts all and keeps the first. A run meets an account once, since what it did is not due any more; a dry run
 * remembers whom it named.
 */
async function gather<T extends { accountId: string }>(
  batches: AsyncIterable<readonly T[]>,
  { listed, dryRun }: { listed: number; dryRun: boolean },
): Promise<{ count: number; list: T[] }> {
  const named = new Set<string>()
  const list: T[] = []
  let count = 0
  for await (const batch of batches) {
    const fresh = dryRun ? batch.filter(({ accountId }) => !named.has(accountId)) : batch
    if (dryRun) for (const { accountId } of fresh) named.add(accountId)
    count += fresh.length
    list.push(...fresh.slice(0, Math.max(0, listed - list.length)))
  }
  return { count, list }
}
