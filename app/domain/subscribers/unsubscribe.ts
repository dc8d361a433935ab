import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { openSubscription } from '#app/domain/subscribers/links.ts'
import { Subscriber } from '#db/models/mail.ts'

/** Ends a subscription through its own link. Asking again changes nothing and is answered the same. */
export function unsubscribe(ctx: Context, id: string, token: string): Promise<void> {
  return withTransaction(ctx, async (tx) => {
    const subscriber = await openSubscription(tx, id, token)
    await endSubscriptions(tx, [subscriber.id], 'unsubscribed', 'asked')
  })
}

/** Ends those of `ids` that are still running, with the reason kept. */
export async function endSubscriptions(
  tx: TransactionContext,
  ids: readonly string[],
  status: 'unsubscribed' | 'suppressed',
  reason: string,
): Promise<void> {
  const ended = await Subscriber.query(tx.db)
    .patch({ status, endedAt: tx.clock.now(), endReason: reason.slice(0, 500), confirmTokenHash: null })
    .findByIds([...ids])
    .whereIn('status', ['pending', 'confirmed'])
    .returning('id')
  if (ended.length === 0) return
  await recordAudit(
    tx,
    ...ended.map(({ id }) => ({
      action: `subscriber.${status}`,
      subjectType: 'subscriber',
      subjectId: id,
      accountId: null,
      after: { reason },
    })),
  )
}
