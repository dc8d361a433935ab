import { deriveToken, sameToken } from '#app/domain/access/tokens.ts'
import type { Context, Settings } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { isUuid, type SubscriberId } from '#app/domain/ids.ts'
import { Subscriber } from '#db/models/mail.ts'

/** Opens one subscription and no other. Derived, so that every mail can carry it without a row of its own. */
const tokenOf = (settings: Settings, id: string) => deriveToken(settings.secret, 'subscription', id)

/** Where one subscription is changed or ended; also the address of one-click unsubscription (RFC 8058). */
export const manageUrl = (settings: Settings, id: string): string =>
  `${settings.statusUrl}/status/subscription/${id}/${tokenOf(settings, id)}`

/** The subscription that the link opens. NotFound for a wrong token, whether or not the id exists. */
export async function openSubscription(ctx: Context, id: string, token: string): Promise<Subscriber> {
  const known = isUuid(id) && sameToken(token, tokenOf(ctx.settings, id))
  const subscriber = known && (await Subscriber.query(ctx.db).findById(id as SubscriberId))
  if (!subscriber) throw notFound()
  return subscriber
}
