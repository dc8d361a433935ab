import { parisDay } from '#app/domain/calendar/paris.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type DigestItem, inDigestOrder } from '#app/domain/notices/decide-digest.ts'
import { toldOn } from '#app/domain/notices/told-on.ts'
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
  const due = await rows<{ accountId: string; requirements: DigestItem[] }>(
    tx.db,
    `select q.account_id, jsonb_agg(jsonb_build_object('requirementId', q.id,
         'requestedAt', iso_instant(q.requested_at), 'deadlineAt', iso_instant(q.deadline_at)) order by q.id) as requirements
       from requirements q
      where q.account_id = any(cast(:accountIds as uuid[])) and q.status in ('requested', 'rejected')
        and not ${toldOn('q.account_id', 'cast(:today as date)')}
      group by q.account_id order by q.account_id`,
    {
      accountIds: asked.map(({ accountId }) => accountId),
      today: parisDay(tx.clock.now()).toString(),
    },
  )
  const firstOf = new Map(asked.map(({ accountId, requirementIds }) => [accountId, requirementIds]))
  await writeNotices(
    tx,
    due.map(({ accountId, requirements }) => {
      const first = firstOf.get(accountId) ?? []
      const requirementIds = inDigestOrder(requirements, first)
      return { accountId, kind: 'requested', requirementIds, basis: { requirements, first } }
    }),
  )
}
