import { requirePermission } from '#app/domain/access/permissions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
import {
  holdAccounts,
  newGrounds,
  overdueAccounts,
  type PlannedRestriction,
  planRestrictions,
} from '#app/domain/restrictions/plan-restrictions.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/restrictions/policy.ts'
import { type Capability, SweepRun } from '#db/models/restrictions.ts'

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
  restrictions: {
    accountId: string
    accountName: string
    grounds: Partial<Record<Capability, readonly string[]>>
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
  const sweep: Sweep = { ctx: { ...ctx, clock: fixedClock(at) }, at, dryRun, batchAccounts, policy }
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
  const restricted = await withholdOverdue(sweep)
  const withheld = restricted.flatMap(({ decision }) => Object.values(decision).flat())
  const reminders = await remind(sweep, withheld)
  const report: SweepReport = {
    at: at.toISOString(),
    policyVersion: policy.version,
    dryRun,
    paused: await fairClockPauses(ctx),
    restrictions: restricted.map((plan) => ({
      accountId: plan.accountId,
      accountName: plan.accountName,
      grounds: newGrounds(plan),
    })),
    reminders,
  }
  if (!dryRun) {
    const counts = { restrictedAccounts: restricted.length, reminders: reminders.length }
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
}

async function withholdOverdue(sweep: Sweep): Promise<PlannedRestriction[]> {
  const { at, policy, dryRun } = sweep
  return inBatches(sweep, await overdueAccounts(sweep.ctx, at), async (tx, accountIds) => {
    const plans = await planRestrictions(tx, policy, accountIds, at)
    if (!dryRun) await imposeRestrictions(tx, plans)
    return plans
  })
}

async function remind(sweep: Sweep, withheld: readonly string[]): Promise<PlannedReminder[]> {
  const day = { at: sweep.at, policy: sweep.policy.rules, withheld }
  const due = await planReminders(sweep.ctx, day)
  const dueIds = due.map(({ accountId }) => accountId)
  return inBatches(sweep, dueIds, async (tx, accountIds) => {
    const planned = await planReminders(tx, day, accountIds)
    if (sweep.dryRun) return planned
    const drafts = planned.map((reminder) => ({ ...reminder, kind: 'reminder' as const }))
    const written = new Set(await writeNotices(tx, drafts))
    return planned.filter(({ accountId }) => written.has(accountId))
  })
}

/** Works through accounts, a transaction for each batch, and stops where the fair clock stands still. */
async function inBatches<T>(
  { ctx, at, dryRun, batchAccounts }: Sweep,
  accountIds: readonly string[],
  work: (tx: TransactionContext, accountIds: readonly string[]) => Promise<T[]>,
): Promise<T[]> {
  const done: T[] = []
  for (let from = 0; from < accountIds.length; from += batchAccounts) {
    const batch = accountIds.slice(from, from + batchAccounts)
    const results = await withTransaction(ctx, async (tx) => {
      if (await fairClockPauses(tx)) return null
      return work(tx, dryRun ? batch : await holdAccounts(tx, batch, at))
    })
    if (!results) break
    done.push(...results)
  }
  return done
}
