import { nextByMark, nextUntold, type Place } from '#app/domain/notices/find-due.ts'
import { markTold, type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { inBatches } from '#app/domain/sweep/batches.ts'
import type { Sweep } from '#app/domain/sweep/sweep.ts'

/** Sends the digests that are due and yields them batch by batch; in a dry run, what would be sent. */
export async function* sendReminders(sweep: Sweep): AsyncGenerator<readonly PlannedReminder[]> {
  const { ctx, at, policy, allowance, dryRun, batchAccounts } = sweep
  const day = { at, policy: policy.rules, ladder: allowance.kind === 'held' ? null : sweep.ladder }
  for (const next of [nextByMark, nextUntold]) {
    yield* inBatches<Place, PlannedReminder>({
      ctx,
      dryRun,
      next: (tx, after) => next(tx, day, after, batchAccounts),
      async work(tx, accountIds) {
        const planned = await planReminders(tx, day, accountIds)
        if (dryRun) return planned
        const drafts = planned.map((reminder) => ({ ...reminder, kind: 'reminder' as const }))
        const written = new Set(await writeNotices(tx, drafts))
        await markTold(tx, day, accountIds)
        return planned.filter(({ accountId }) => written.has(accountId))
      },
    })
  }
}
