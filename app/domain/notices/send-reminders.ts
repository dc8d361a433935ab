import { nextByMark, nextUntold, type Place } from '#app/domain/notices/find-due.ts'
import { markTold, type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { type NoticeDraft, writeNotices } from '#app/domain/notices/write-notices.ts'
import { inBatches } from '#app/domain/sweep/batches.ts'
import type { Sweep } from '#app/domain/sweep/sweep.ts'

/** Sends the digests that are due and yields them batch by batch; in a dry run, what would be sent. */
export async function* sendReminders(sweep: Sweep): AsyncGenerator<readonly PlannedReminder[]> {
  const { ctx, at, policy, allowance, dryRun, batchAccounts } = sweep
  const day = { at, policy, ladder: allowance.kind === 'held' ? null : sweep.ladder }
  for (const next of [nextByMark, nextUntold]) {
    yield* inBatches<Place, PlannedReminder>({
      ctx,
      dryRun,
      next: (tx, after) => next(tx, day, after, batchAccounts),
      async work(tx, accountIds) {
        const looked = await planReminders(tx, day, accountIds)
        const planned = looked.flatMap(({ accountId, accountName, requirementIds }) =>
          requirementIds ? [{ accountId, accountName, requirementIds }] : [],
        )
        if (dryRun) return planned
        const drafts = looked.flatMap(({ accountId, requirementIds, facts }): NoticeDraft[] =>
          requirementIds ? [{ accountId, kind: 'reminder', requirementIds, basis: facts }] : [],
        )
        const written = new Set(await writeNotices(tx, drafts, policy))
        const waiting = looked.filter(({ accountId }) => !written.has(accountId))
        await markTold(
          tx,
          at,
          accountIds,
          waiting.flatMap(({ due }) => due),
        )
        return planned.filter(({ accountId }) => written.has(accountId))
      },
    })
  }
}
