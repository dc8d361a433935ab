import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { rows } from '#db/client.ts'

/**
 * Tells the members of accounts what was just asked of them, in the transaction of the request: one mail each, which
 * lists everything due, the newly asked first. One mail per account and day: an account that was written to today
 * hears of it with the next digest of the sweep, and so do all while the fair clock stands still.
 */
export async function tellRequested(
  tx: TransactionContext,
  asked: readonly { accountId: string; requirementIds: readonly string[] }[],
): Promise<void> {
  if (asked.length === 0 || (await fairClockPauses(tx))) return
  const due = await rows<{ accountId: string; requirementIds: string[] }>(
    tx.db,
    `select q.account_id, array_agg(q.id order by q.id = any(cast(:first as uuid[])) desc,
         q.deadline_at nulls last, q.requested_at, q.id) as requirement_ids
       from requirements q
      where q.account_id = any(cast(:accountIds as uuid[])) and q.status in ('requested', 'rejected')
        and not exists (select from notices n where n.account_id = q.account_id
          and n.day = cast(:today as date) and n.kind in ('requested', 'reminder'))
      group by q.account_id order by q.account_id`,
    {
      accountIds: asked.map(({ accountId }) => accountId),
      first: asked.flatMap(({ requirementIds }) => requirementIds),
      today: parisDay(tx.clock.now()).toString(),
    },
  )
  await writeNotices(
    tx,
    due.map((one) => ({ ...one, kind: 'requested' as const })),
  )
}
