import { countAttempt } from '#app/domain/access/limits.ts'
import { hashToken, newToken } from '#app/domain/access/tokens.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { newId, type SubscriberId } from '#app/domain/ids.ts'
import { queueMails } from '#app/domain/mails/queue-mail.ts'
import { manageUrl } from '#app/domain/subscribers/links.ts'
import { setPreferences } from '#app/domain/subscribers/preferences.ts'
import type { Subscribe } from '#app/domain/subscribers/schemas.ts'
import { Subscriber } from '#db/models/mail.ts'
import type { RateLimit } from '#db/rate-limit.ts'

/** How long the mailed link works. */
const CONFIRM_DAYS = 7

/** Mails that a stranger may cause to one address, and requests from one network address. */
export const SUBSCRIBE_LIMITS = {
  email: { name: 'subscribe-email', points: 3, windowSeconds: 3600 },
  address: { name: 'subscribe-address', points: 20, windowSeconds: 3600 },
} as const satisfies Record<string, RateLimit>

/**
 * First step of a subscription: mails a link, changes nothing else. Its result is the same for a new address
 * and a known one; a confirmed subscriber is mailed the link to the subscription there is, which stays as it is.
 * LimitExceeded by address and by network.
 */
export async function subscribe(ctx: Context, input: Subscribe, address: string): Promise<void> {
  await countAttempt(
    ctx,
    { limit: SUBSCRIBE_LIMITS.email, key: input.email },
    { limit: SUBSCRIBE_LIMITS.address, key: address },
  )
  await withTransaction(ctx, async (tx) => {
    // Two requests for one address at once: the second waits for the row of the first.
    const createdAt = tx.clock.now()
    await Subscriber.query(tx.db)
      .insert({
        id: newId<SubscriberId>(),
        email: input.email,
        locale: input.locale,
        status: 'pending',
        createdAt,
      })
      .onConflict('email')
      .ignore()
    const subscriber = await Subscriber.query(tx.db)
      .findOne({ email: input.email })
      .forUpdate()
      .throwIfNotFound()
    if (subscriber.status === 'confirmed') await remind(tx, subscriber)
    else await askToConfirm(tx, subscriber, input)
  })
}

async function askToConfirm(tx: TransactionContext, subscriber: Subscriber, input: Subscribe): Promise<void> {
  const token = newToken()
  await Subscriber.query(tx.db)
    .findById(subscriber.id)
    .patch({
      status: 'pending',
      confirmTokenHash: hashToken(token),
      confirmExpiresAt: new Date(tx.clock.now().getTime() + CONFIRM_DAYS * DAY_MS),
      endedAt: null,
      endReason: null,
    })
  await setPreferences(tx, subscriber.id, input)
  await recordAudit(tx, {
    action: 'subscriber.requested',
    subjectType: 'subscriber',
    subjectId: subscriber.id,
    accountId: null,
  })
  const url = `${tx.settings.statusUrl}/status/confirm/${token}?lang=${input.locale}`
  await queueMails(tx, [
    {
      template: 'subscription_confirm',
      to: { email: input.email, locale: input.locale },
      data: { url, days: CONFIRM_DAYS },
      secret: true,
    },
  ])
}

async function remind(tx: TransactionContext, { id, email, locale }: Subscriber): Promise<void> {
  await queueMails(tx, [
    {
      template: 'subscription_known',
      to: { email, locale },
      data: { url: `${manageUrl(tx.settings, id)}?lang=${locale}` },
      secret: true,
    },
  ])
}
