import { hashToken } from '#app/domain/access/tokens.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { manageUrl } from '#app/domain/subscribers/links.ts'
import { Subscriber } from '#db/models/mail.ts'

/** The address that a confirmation link stands for; null when the link is unknown or over. Changes nothing. */
export async function findPending(ctx: Context, token: string): Promise<{ email: string } | null> {
  const found = await Subscriber.query(ctx.db)
    .findOne({ confirmTokenHash: hashToken(token), status: 'pending' })
    .where('confirmExpiresAt', '>', ctx.clock.now())
  return found ? { email: found.email } : null
}

/**
 * Second step of a subscription, by the button on the page behind the mailed link. Works once, for 7 days;
 * PreconditionFailed after that. Returns where the subscription can be changed.
 */
export function confirmSubscription(ctx: Context, token: string): Promise<{ manageUrl: string }> {
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now()
    const [confirmed] = await Subscriber.query(tx.db)
      .patch({ status: 'confirmed', confirmedAt: now, confirmTokenHash: null, confirmExpiresAt: null })
      .where({ confirmTokenHash: hashToken(token), status: 'pending' })
      .where('confirmExpiresAt', '>', now)
      .returning('id')
    if (!confirmed) throw preconditionFailed('linkOver')
    await recordAudit(tx, {
      action: 'subscriber.confirmed',
      subjectType: 'subscriber',
      subjectId: confirmed.id,
      accountId: null,
    })
    return { manageUrl: manageUrl(tx.settings, confirmed.id) }
  })
}
