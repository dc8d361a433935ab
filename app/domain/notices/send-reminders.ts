import { accountsToRemind } from '#app/domain/notices/find-due.ts'
import { markTold, type PlannedReminder, planReminders } from '#app/domain/notices/plan-reminders.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { fairClockPauses } from '#app/domain/restrictions/fair-clock.ts'
import { withAccounts } from '#app/domain/restrictions/hold-accounts.ts'
import type { Sweep } from '#app/domain/restrictions/sweep.ts'

/**
 * Sends the digests that are due, a batch of accounts in one transaction each, and yields what each batch sent.
 * Ends where the fair clock stands still. In a dry run it yields what would be sent and writes nothing.
 */
export async function* sendReminders(sweep: Sweep): AsyncGenerator<readonly PlannedReminder[]> {
  const { ctx, at, policy, allowance, dryRun, batchAccounts } = sweep
  const day = { at, policy: policy.rules, ladder: allowance.kind === 'held' ? null : sweep.ladder }
  for await (const accountIds of accountsToRemind(ctx, day, batchAccounts)) {
    if (dryRun) {
      if (await fairClockPauses(ctx)) return
      yield await planReminders(ctx, day, accountIds)
      continue
    }
    const sent = await withAccounts(ctx, accountIds, async (tx, held) => {
      const planned = await planReminders(tx, day, held)
      const drafts = planned.map((reminder) => ({ ...reminder, kind: 'reminder' as const }))
      const written = new Set(await writeNotices(tx, drafts))
      await markTold(tx, day, held)
      return planned.filter(({ accountId }) => written.has(accountId))
    })
    if (!sent) return
    yield sent
  }
}
