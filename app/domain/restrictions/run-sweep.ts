import { requirePermission } from '#app/domain/access/permissions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { imposeRestrictions } from '#app/domain/restrictions/impose-restrictions.ts'
import {
  newGrounds,
  overdueAccounts,
  type Page,
  type PlannedRestriction,
  planRestrictions,
} from '#app/domain/restrictions/plan-restrictions.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/restrictions/policy.ts'
import { type Capability, SweepRun } from '#db/models/restrictions.ts'

/** Accounts per transaction: short enough that nobody waits, large enough that the round trips do not count. */
const BATCH_ACCOUNTS = 250
const FIRST = '00000000-0000-0000-0000-000000000000'

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
  const { dryRun = false, batchAccounts: limit = BATCH_ACCOUNTS } = options
  const at = options.at ?? ctx.clock.now()
  const sweep: Sweep = {
    ctx: { ...ctx, clock: fixedClock(at) },
    at,
    dryRun,
    limit,
    policy: await currentPolicy(ctx),
  }
  const runId = newId()
  if (!dryRun) {
    const startedAt = ctx.clock.now()
    await SweepRun.query(ctx.db).insert({
      id: runId,
      at,
      policyVersion: sweep.policy.version,
      startedAt,
      counts: {},
    })
  }
  const restricted = await inBatches(sweep, restrictNext)
  const withheld = restricted.flatMap(({ decision }) => Object.values(decision).flat())
  const reminders = await inBatches(sweep, (...batch) => remindNext(...batch, withheld))
  const report: SweepReport = {
    at: at.toISOString(),
    policyVersion: sweep.policy.version,
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
  limit: number
  policy: CurrentPolicy
}

/** What a batch did, and the account after which the next one begins; null when there is none. */
interface Batch<T> {
  done: T[]
  next: string | null
}

async function inBatches<T>(
  sweep: Sweep,
  work: (sweep: Sweep, tx: TransactionContext, page: Page) => Promise<Batch<T>>,
): Promise<T[]> {
  const all: T[] = []
  let after: string | null = FIRST
  while (after !== null) {
    const page: Page = { at: sweep.at, after, limit: sweep.limit, lock: !sweep.dryRun }
    const batch: Batch<T> = await withTransaction(sweep.ctx, async (tx) =>
      (await fairClockPauses(tx)) ? { done: [], next: null } : work(sweep, tx, page),
    )
    all.push(...batch.done)
    after = batch.next
  }
  return all
}

async function restrictNext(
  sweep: Sweep,
  tx: TransactionContext,
  page: Page,
): Promise<Batch<PlannedRestriction>> {
  const accountIds = await overdueAccounts(tx, page)
  const done = await planRestrictions(tx, sweep.policy, accountIds, page)
  if (!sweep.dryRun) await imposeRestrictions(tx, done)
  return { done, next: nextPage(accountIds, page) }
}

async function remindNext(
  sweep: Sweep,
  tx: TransactionContext,
  page: Page,
  withheld: readonly string[],
): Promise<Batch<PlannedReminder>> {
  const planned = await planReminders(tx, sweep.policy.rules, withheld, page)
  const next = nextPage(
    planned.map(({ accountId }) => accountId),
    page,
  )
  if (sweep.dryRun) return { done: planned, next }
  const drafts = planned.map((reminder) => ({ ...reminder, kind: 'reminder' as const }))
  const written = new Set(await writeNotices(tx, drafts))
  return { done: planned.filter(({ accountId }) => written.has(accountId)), next }
}

const nextPage = (accountIds: readonly string[], { limit }: Page): string | null =>
  accountIds.length < limit ? null : (accountIds.at(-1) ?? null)
