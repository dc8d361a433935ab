import { requirePermission } from '#app/domain/access/permissions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import type { BreakerReading } from '#app/domain/restrictions/breaker.ts'
import type { Decision } from '#app/domain/restrictions/decision.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { withAccounts } from '#app/domain/restrictions/hold-accounts.ts'
import {
  type Allowance,
  askBreaker,
  endRelease,
  previewBreaker,
} from '#app/domain/restrictions/hold-batch.ts'
import { type Imposed, imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
import {
  nextOverdue,
  type OverdueCursor,
  type ReachedLadder,
  reachedLadder,
} from '#app/domain/restrictions/overdue.ts'
import {
  newGrounds,
  type PlannedRestriction,
  planRestrictions,
} from '#app/domain/restrictions/plan-restrictions.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/restrictions/policy.ts'
import { SweepRun } from '#db/models/restrictions.ts'

/** Accounts per transaction: short enough that nobody waits, large enough that the round trips do not count. */
const BATCH_ACCOUNTS = 100

export interface SweepOptions {
  /** The instant for which the rules are applied; now unless told. */
  at?: Date
  /** Only say what a run would do. */
  dryRun?: boolean
  batchAccounts?: number
}

export interface SweepReport {
  at: string
  policyVersion: number
  dryRun: boolean
  /** A fair-clock outage runs: nothing is sent and nothing withheld. */
  paused: boolean
  /** The circuit breaker stops the run: nothing is withheld until the batch is released. */
  held: BreakerReading | null
  /** What was withheld, or what a dry run would; of a held run, what waits for its release. */
  restrictions: {
    accountId: string
    accountName: string
    grounds: Decision
  }[]
  reminders: PlannedReminder[]
}

/**
 * Withholds what is overdue and sends the digests of the day, in batches of one transaction each. Safe to kill,
 * to run twice and to run beside another: each batch lands whole or not at all, and what is done is not due
 * any more. A dry run selects by the same statements, so its list is what a run at that instant acts on.
 */
export async function runSweep(ctx: Context, options: SweepOptions = {}): Promise<SweepReport> {
  requirePermission(ctx.actor, 'sweep:run')
  const { dryRun = false, batchAccounts = BATCH_ACCOUNTS } = options
  const at = options.at ?? ctx.clock.now()
  const policy = await currentPolicy(ctx)
  const ladder = reachedLadder(policy, at)
  const sweep: Sweep = { ctx: { ...ctx, clock: fixedClock(at) }, at, dryRun, batchAccounts, policy, ladder }
  const runId = newId()
  if (!dryRun) {
    const startedAt = ctx.clock.now()
    await SweepRun.query(ctx.db).insert({
      id: runId,
      at,
      policyVersion: policy.version,
      startedAt,
      counts: {},
    })
  }
  const allowance = await (dryRun ? previewBreaker : askBreaker)(sweep.ctx, policy, ladder)
  const held = allowance.kind === 'held' ? allowance.reading : null
  const restricted = held && !dryRun ? [] : await withholdOverdue(sweep, allowance)
  const withheld = held ? [] : restricted.flatMap(({ decision }) => Object.values(decision).flat())
  const reminders = await remind(sweep, withheld)
  const report: SweepReport = {
    at: at.toISOString(),
    policyVersion: policy.version,
    dryRun,
    paused: await fairClockPauses(ctx),
    held,
    restrictions: restricted.map((plan) => ({
      accountId: plan.accountId,
      accountName: plan.accountName,
      grounds: newGrounds(plan),
    })),
    reminders,
  }
  if (!dryRun) {
    const heldAccounts = held?.accounts ?? 0
    const counts = { restrictedAccounts: restricted.length, heldAccounts, reminders: reminders.length }
    await SweepRun.query(ctx.db).findById(runId).patch({ finishedAt: ctx.clock.now(), counts })
    ctx.log.info({ ...counts, at: report.at, policyVersion: report.policyVersion }, 'sweep done')
  }
  return report
}

interface Sweep {
  ctx: Context
  at: Date
  dryRun: boolean
  batchAccounts: number
  policy: CurrentPolicy
  ladder: ReachedLadder
}

type Withheld = Pick<PlannedRestriction, 'accountId' | 'accountName' | 'decision' | 'standing'>

async function withholdOverdue(sweep: Sweep, allowance: Allowance): Promise<Withheld[]> {
  const { ctx, policy, ladder, dryRun, batchAccounts } = sweep
  const release = allowance.kind === 'released' ? allowance.batchId : null
  const done: Withheld[] = []
  let after: OverdueCursor | null = null
  let newly = 0
  for (;;) {
    const next = await nextOverdue(ctx, ladder, after, batchAccounts)
    if (!next) break
    after = next.last
    const results: Withheld[] | null = dryRun
      ? await planRestrictions(ctx, policy, ladder, next.accountIds, release)
      : await withAccounts(ctx, next.accountIds, async (tx, ids) => {
          const imposed = await imposeRestrictions(tx, policy, ladder, ids, release)
          newly += countNew(imposed)
          if (allowance.kind === 'within' && newly > allowance.mostAccounts) throw new MoreThanCounted()
          return imposed
        }).catch(noneBeyond)
    if (!results) return done
    const known = new Set(done.map(({ accountId }) => accountId))
    done.push(...results.filter(({ accountId }) => !known.has(accountId)))
  }
  if (release && !dryRun) await endRelease(ctx, release)
  return done
}

const countNew = (imposed: readonly Imposed[]) =>
  imposed.filter(({ capabilities }) => capabilities.length > 0).length

/**
 * More has become due while the run went on than the breaker counted before it, such as when an outage ends. The
 * batch is rolled back and the run ends: the next one is counted afresh.
 */
class MoreThanCounted extends Error {}

function noneBeyond(error: unknown): null {
  if (error instanceof MoreThanCounted) return null
  throw error
}

async function remind(sweep: Sweep, withheld: readonly string[]): Promise<PlannedReminder[]> {
  const day = { at: sweep.at, policy: sweep.policy.rules, withheld }
  const due = await planReminders(sweep.ctx, day)
  const dueIds = due.map(({ accountId }) => accountId)
  const done: PlannedReminder[] = []
  for (let from = 0; from < dueIds.length; from += sweep.batchAccounts) {
    const batch = dueIds.slice(from, from + sweep.batchAccounts)
    const results = await withAccounts(sweep.ctx, batch, async (tx, ids) => {
      const planned = await planReminders(tx, day, sweep.dryRun ? batch : ids)
      if (sweep.dryRun) return planned
      const written = new Set(
        await writeNotices(
          tx,
          planned.map((one) => ({ ...one, kind: 'reminder' as const })),
        ),
      )
      return planned.filter(({ accountId }) => written.has(accountId))
    })
    if (!results) break
    done.push(...results)
  }
  return done
}
