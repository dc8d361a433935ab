import { requirePermission } from '#app/domain/access/permissions.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { ageingAccounts } from '#app/domain/renewals/ageing-accounts.ts'
import { askRenewals, planRenewals, type RenewalDay } from '#app/domain/renewals/ask-renewals.ts'
import { countClocksToStart, startClocks } from '#app/domain/renewals/start-clocks.ts'

export interface RenewalReport {
  /** Requirements asked again, without a clock yet. */
  asked: number
  /** Those whose clock starts. In a dry run without those that the run itself would ask. */
  started: number
}

/**
 * Asks again for what ends, 60 days before, and starts the clocks 30 days before (policy `renewal`). Writes to
 * nobody: the sweep tells of what was never told, once a day and account, and not while the fair clock stands
 * still. Safe to kill, to run twice and to run beside another, in batches of one transaction each; days without a
 * run are made up for by the next. A dry run counts what a run would do.
 */
export async function renew(ctx: Context, { dryRun = false } = {}): Promise<RenewalReport> {
  requirePermission(ctx.actor, 'sweep:run')
  const day = { today: parisDay(ctx.clock.now()), policy: await currentPolicy(ctx) }
  const report = dryRun
    ? { asked: await countDue(ctx, day), started: await countClocksToStart(ctx) }
    : { asked: await askAll(ctx, day), started: await startClocks(ctx) }
  if (!dryRun) ctx.log.info({ ...report, day: day.today.toString() }, 'renewals done')
  return report
}

async function askAll(ctx: Context, day: RenewalDay): Promise<number> {
  const busy = new Set<string>()
  let asked = 0
  for await (const accountIds of ageingAccounts(ctx, day.policy.rules.renewal, day.today)) {
    const batch = await askRenewals(ctx, day, accountIds)
    asked += batch.asked
    for (const id of batch.busy) busy.add(id)
  }
  for (const id of busy) asked += (await askRenewals(ctx, day, [id], { wait: true })).asked
  return asked
}

async function countDue(ctx: Context, day: RenewalDay): Promise<number> {
  const due = new Set<string>()
  for await (const accountIds of ageingAccounts(ctx, day.policy.rules.renewal, day.today)) {
    for (const { answers } of await planRenewals(ctx, day, accountIds)) {
      due.add(`${answers.accountId} ${answers.documentType} ${answers.subject}`)
    }
  }
  return due.size
}
