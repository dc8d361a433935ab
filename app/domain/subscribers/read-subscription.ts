import type { Context } from '#app/domain/context.ts'
import { openSubscription } from '#app/domain/subscribers/links.ts'
import type { Preferences } from '#app/domain/subscribers/schemas.ts'
import { type Subscriber, SubscriberComponent } from '#db/models/mail.ts'

export interface OwnSubscription {
  readonly email: string
  readonly status: Subscriber['status']
  readonly wishes: Preferences
}

/** A subscription as its own link shows it. NotFound for a wrong token. Changes nothing. */
export async function readSubscription(ctx: Context, id: string, token: string): Promise<OwnSubscription> {
  const subscriber = await openSubscription(ctx, id, token)
  const chosen = await SubscriberComponent.query(ctx.db)
    .where({ subscriberId: subscriber.id })
    .orderBy('componentId')
  return {
    email: subscriber.email,
    status: subscriber.status,
    wishes: {
      locale: subscriber.locale,
      incidents: subscriber.wantsIncidents,
      maintenance: subscriber.wantsMaintenance,
      components: chosen.map(({ componentId }) => componentId),
    },
  }
}
